package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.DocumentReader;
import io.meshwork.api.Documents;
import io.meshwork.api.LocatedTree;
import io.meshwork.api.MeshJson;
import io.meshwork.model.MeshException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Documents gathered from files, checked here so that a fault names its file and line. */
final class DocumentSet {
  private DocumentSet() {}

  /** The documents as one JSON array. */
  static String read(List<String> places) {
    List<JsonNode> roots = new ArrayList<>();
    for (String file : Inputs.documents(places)) {
      try {
        for (LocatedTree document : DocumentReader.read(Inputs.text(file))) {
          Documents.resource(document);
          roots.add(document.root());
        }
      } catch (MeshException e) {
        throw new MeshException(e.code(), file + ": " + e.text(), e.violations());
      }
    }
    if (roots.isEmpty()) {
      throw new MeshException(
          ApiError.MALFORMED_DOCUMENT,
          "There are no documents in %s; name a YAML or JSON file, a folder of them, or '-'."
              .formatted(places));
    }
    return MeshJson.write(roots);
  }
}
