package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.model.MeshException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which documents a command is about, and the set that they are. */
final class DocumentOptions {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "Documents: a file, a folder, or - for standard input; may be repeated.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "NAME",
      description = "The set that these documents are; written into those that name none.")
  private @Nullable String set;

  @Option(
      names = "--prune",
      description =
          "Retire what the set holds and the folder does not; only what that set of your team made.")
  private boolean prune;

  boolean isGiven() {
    return !files.isEmpty();
  }

  /** Reads them; {@link DocumentSet#NONE} for none. */
  DocumentSet read(List<DocumentSet.Fault> faults) {
    pruned();
    return files.isEmpty() ? DocumentSet.NONE : DocumentSet.read(files, set, faults);
  }

  /** The set to prune, {@code null}: none. */
  @Nullable String pruned() {
    if (!prune) {
      return null;
    }
    String name = set;
    if (name == null) {
      throw usage("--prune needs --set NAME: the set that these documents are the whole of.");
    }
    for (String file : files) {
      if (!file.equals("-") && !Files.isDirectory(Path.of(file))) {
        throw usage(
            "--prune retires what '%s' does not hold, and '%s' is a single file: name the folder that holds the whole set."
                .formatted(name, file));
      }
    }
    if (files.isEmpty()) {
      throw usage("--prune needs -f FOLDER: all documents of the set.");
    }
    return name;
  }

  private static MeshException usage(String message) {
    return new MeshException(ApiError.INVALID_DOCUMENT, message);
  }
}
