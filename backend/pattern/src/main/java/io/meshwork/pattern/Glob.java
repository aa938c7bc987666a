package io.meshwork.pattern;

/**
 * Matches wildcard texts: a star stands for any run of characters, a backslash before one for it.
 */
final class Glob {
  private Glob() {}

  /** Linear in the text's length times the stars: only the last star is ever moved. */
  static boolean matches(String glob, String text) {
    int t = 0;
    int g = 0;
    int star = -1;
    int mark = 0;
    while (t < text.length()) {
      if (g < glob.length() && glob.charAt(g) == '*') {
        star = g++;
        mark = t;
      } else if (g < glob.length() && literal(glob, g) == text.charAt(t)) {
        g += width(glob, g);
        t++;
      } else if (star >= 0) {
        g = star + 1;
        t = ++mark;
      } else {
        return false;
      }
    }
    while (g < glob.length() && glob.charAt(g) == '*') {
      g++;
    }
    return g == glob.length();
  }

  private static char literal(String glob, int at) {
    return glob.charAt(at + width(glob, at) - 1);
  }

  private static int width(String glob, int at) {
    return glob.charAt(at) == '\\' ? 2 : 1;
  }
}
