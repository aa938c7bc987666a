package io.meshwork.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Main sources of all modules, for pages that repeat what their Javadoc says. */
final class Sources {
  private Sources() {}

  /** A main source file: its module, its class, its text. */
  record Source(String module, String className, String text) {
    static Source of(Path root, Path file) {
      String path = root.relativize(file).toString().replace('\\', '/');
      int cut = path.indexOf("/src/main/java/");
      String name = path.substring(cut + "/src/main/java/".length(), path.length() - 5);
      try {
        return new Source(path.substring(0, cut), name.replace('/', '.'), Files.readString(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** What the Javadoc of a record says of a component. */
    String meaningOf(String component) {
      Matcher found =
          Pattern.compile(
                  "@param " + component + " (.*?)(?=\\n \\* @|\\n \\*/|\\*/)", Pattern.DOTALL)
              .matcher(text);
      return found.find() ? words(found.group(1)) : "";
    }
  }

  /** All whose text has these words in it, by path. */
  static List<Source> having(String words) {
    Path root = Committed.root();
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> file.toString().contains("/src/main/java/"))
          .sorted()
          .map(file -> Source.of(root, file))
          .filter(source -> source.text().contains(words))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Javadoc as one line of a Markdown table. */
  static String words(String javadoc) {
    return javadoc
        .replaceAll("\\n\\s*\\* ?", " ")
        .replaceAll("\\{@(?:code|link) #?((?:[^{}]|\\{[^{}]*})*)}", "`$1`")
        .replace("|", "\\|")
        .replaceAll("\\s+", " ")
        .strip();
  }
}
