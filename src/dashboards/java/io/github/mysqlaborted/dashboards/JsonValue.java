package io.github.mysqlaborted.dashboards;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A place in a JSON document and what stands there. What is missing reads as an empty object, list
 * or text, so that a path can be followed without asking at each step.
 *
 * @param path where the value stands, for messages
 * @param content a map, a list, a string, a {@code Double}, a boolean or null
 */
record JsonValue(String path, Object content) {
  JsonValue get(String name) {
    Object member = content instanceof Map<?, ?> object ? object.get(name) : null;
    return new JsonValue(path + "." + name, member);
  }

  Map<String, JsonValue> members() {
    Map<String, JsonValue> members = new LinkedHashMap<>();
    if (content instanceof Map<?, ?> object) {
      object.keySet().forEach(name -> members.put((String) name, get((String) name)));
    }
    return members;
  }

  List<JsonValue> elements() {
    List<JsonValue> elements = new ArrayList<>();
    if (content instanceof List<?> array) {
      for (Object element : array) {
        elements.add(new JsonValue(path + "[" + elements.size() + "]", element));
      }
    }
    return elements;
  }

  boolean isPresent() {
    return content != null;
  }

  boolean isTrue() {
    return Boolean.TRUE.equals(content);
  }

  String text() {
    return content instanceof String string ? string : "";
  }

  int number() {
    return content instanceof Double number ? number.intValue() : 0;
  }
}
