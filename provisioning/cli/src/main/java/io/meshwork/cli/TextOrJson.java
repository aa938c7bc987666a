package io.meshwork.cli;

import io.meshwork.api.MeshJson;
import java.io.PrintWriter;
import java.util.function.BiConsumer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** In which form an answer is told: to people, or to programs. */
final class TextOrJson {
  @Option(
      names = {"-o", "--output"},
      defaultValue = "text",
      description = "text (the default) or json.")
  private Output output = Output.TEXT;

  enum Output {
    TEXT,
    JSON
  }

  /** Tells it to standard output. */
  <T> void print(CommandSpec spec, T answer, BiConsumer<T, PrintWriter> asText) {
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case TEXT -> asText.accept(answer, out);
      case JSON -> out.println(MeshJson.pretty(answer));
    }
  }
}
