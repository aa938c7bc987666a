package io.meshwork.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Tells the control plane what the development world consists of, as a person would: by documents.
 */
final class WorldDocuments {
  private final Path directory;
  private final Map<WorldPort, Integer> ports;

  /**
   * @param directory holds the documents, applied in the order of their names
   */
  WorldDocuments(Path directory, Map<WorldPort, Integer> ports) {
    this.directory = directory;
    this.ports = ports;
  }

  /** All documents as one request, with the ports filled in. */
  String text() throws IOException {
    return text("");
  }

  /** The same with made documents after the directory's: references may point either way. */
  String text(String made) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.list(directory)) {
      files = found.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
    var text = new StringBuilder();
    for (Path file : files) {
      text.append("---\n").append(Files.readString(file).strip()).append('\n');
    }
    String filled = text.append(made).toString();
    for (var port : ports.entrySet()) {
      filled =
          filled.replace("${port." + port.getKey().process() + "}", port.getValue().toString());
    }
    return filled;
  }

  /** Applies them; applying again changes nothing. */
  void apply(String url, Path keyFile) throws IOException {
    apply(url, keyFile, text());
  }

  /** Applies documents that do not lie in the directory, under its name in messages. */
  void apply(String url, Path keyFile, String text) throws IOException {
    var request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1/apply"))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/yaml")
            .header("X-Api-Key", Files.readString(keyFile).strip())
            .POST(HttpRequest.BodyPublishers.ofString(text))
            .build();
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new LocalException(
            "The control plane did not take the documents in %s: %d %s"
                .formatted(directory, answer.statusCode(), answer.body().strip()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalException("Interrupted while applying the world's documents.", e);
    }
  }
}
