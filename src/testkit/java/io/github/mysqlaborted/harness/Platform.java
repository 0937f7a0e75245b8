package io.github.mysqlaborted.harness;

import java.util.Locale;

/** Operating system and processor, as the published servers name them. */
enum Platform {
  LINUX_X86_64,
  LINUX_AARCH64,
  MAC_X86_64,
  MAC_AARCH64,
  OTHER;

  static Platform here() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Platform of(String osName, String osArch) {
    String name = osName.toLowerCase(Locale.ROOT);
    boolean arm = osArch.equals("aarch64");
    boolean intel = osArch.equals("amd64") || osArch.equals("x86_64");
    if (name.startsWith("linux")) {
      return arm ? LINUX_AARCH64 : intel ? LINUX_X86_64 : OTHER;
    }
    if (name.startsWith("mac")) {
      return arm ? MAC_AARCH64 : intel ? MAC_X86_64 : OTHER;
    }
    return OTHER;
  }
}
