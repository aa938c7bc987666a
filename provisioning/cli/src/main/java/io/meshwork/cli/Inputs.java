package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.model.MeshException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Reads what a command is given: a file, a folder of files, or standard input. */
final class Inputs {
  private Inputs() {}

  /** The text of one file, or of standard input for {@code -}. */
  static String text(String file) {
    try {
      return file.equals("-")
          ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new MeshException(
          ApiError.MALFORMED_DOCUMENT,
          "'%s' cannot be read: it must be a file of UTF-8 text, a folder, or '-'.".formatted(file),
          e);
    }
  }

  /** Files as they are named; of a folder all YAML and JSON files below it, by path. */
  static List<String> documents(List<String> places) {
    return places.stream().flatMap(Inputs::files).toList();
  }

  private static Stream<String> files(String place) {
    Path path = Path.of(place);
    if (place.equals("-") || !Files.isDirectory(path)) {
      return Stream.of(place);
    }
    try (Stream<Path> all = Files.walk(path)) {
      return all
          .filter(Files::isRegularFile)
          .filter(Inputs::isDocument)
          .sorted()
          .map(Path::toString)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new MeshException(
          ApiError.MALFORMED_DOCUMENT, "Folder '%s' cannot be read.".formatted(place), e);
    }
  }

  private static boolean isDocument(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }
}
