package io.github.mysqlaborted.harness;

import java.util.List;

/** Names that a stranger may choose to do harm on a page, or to make it ugly. */
public final class HostileNames {

  /** Each would be noticed: as a dialogue, as a script, or by a page that is too wide. */
  public static final List<String> ALL =
      List.of(
          "<script>alert(1)</script>",
          "\"><img src=x onerror=alert(2)>",
          "' onmouseover='alert(3)",
          "</td></table></main><h1>owned</h1>",
          "<svg/onload=alert(4)>",
          "javascript:alert(5)",
          "<style>body{display:none}</style>",
          "<base href=//evil.example>",
          "{{7*7}}${7*7}<%= 7 %>",
          "\u202egnp.exe",
          "\u0627\u0644\u0639\u0631\u0628\u064a\u0629",
          "W".repeat(64),
          "&lt;b&gt;",
          "a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308",
          "");

  private HostileNames() {}
}
