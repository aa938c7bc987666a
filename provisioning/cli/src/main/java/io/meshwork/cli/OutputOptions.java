package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.model.MeshException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** In which formats a plan or a deployment is told, and where to. */
final class OutputOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT[=FILE]",
      description =
          "text (the default), json, junit, markdown or github; into a file where one is named. May be repeated.")
  private List<String> outputs = new ArrayList<>();

  /** Opens all of them. */
  Printer open(PrintWriter out, String title) {
    List<Printer.Sink> sinks = new ArrayList<>();
    for (String output : outputs) {
      int file = output.indexOf('=');
      Format format = format(file < 0 ? output : output.substring(0, file));
      sinks.add(
          file < 0
              ? new Printer.Sink(format, out, false, new JUnitXml(title))
              : new Printer.Sink(
                  format, writer(output.substring(file + 1)), true, new JUnitXml(title)));
    }
    if (sinks.isEmpty()) {
      sinks.add(new Printer.Sink(Format.TEXT, out, false, new JUnitXml(title)));
    }
    if (sinks.stream().filter(sink -> !sink.owned()).count() > 1) {
      throw fault(
          "Several formats go to standard output; name files for all but one: -o json=plan.json.");
    }
    return new Printer(sinks);
  }

  private static Format format(String word) {
    return Arrays.stream(Format.values())
        .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                fault(
                    "'%s' is no format; there are text, json, junit, markdown and github."
                        .formatted(word)));
  }

  private static PrintWriter writer(String file) {
    try {
      return new PrintWriter(Files.newBufferedWriter(Path.of(file), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new MeshException(
          ApiError.REQUEST_REFUSED, "'%s' cannot be written.".formatted(file), e);
    }
  }

  private static MeshException fault(String message) {
    return new MeshException(ApiError.INVALID_DOCUMENT, message);
  }
}
