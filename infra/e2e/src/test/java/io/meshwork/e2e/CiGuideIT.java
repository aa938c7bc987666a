package io.meshwork.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.DocumentReader;
import io.meshwork.api.MeshJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Runs the workflows of {@code docs/guide/ci.md} as they stand on the page, as shell. */
class CiGuideIT {
  private static final String TYPE = "parcels.parcel.sent";
  private final RunningWorld world = RunningWorld.get();
  @TempDir private Path repository;

  @Test
  void aChangeIsPlannedAppliedPrunedAndTakenBackByTheWorkflows() throws IOException {
    for (String command : blocks("sh").getFirst().lines().toList()) {
      List<String> words = new ArrayList<>(Arrays.asList(command.split(" ")));
      words.removeFirst();
      words.replaceAll(
          word ->
              word.startsWith("docs/")
                  ? RunningWorld.checkout().resolve(word).toString()
                  : word.replace("ci.key", repository.resolve("ci.key").toString()));
      RunningWorld.Said said = world.mesh(words);
      assertThat(said.code()).as("%s%n%s", command, said.out()).isZero();
    }
    copyDocuments();
    List<JsonNode> workflows =
        blocks("yaml").stream().map(text -> DocumentReader.read(text).getFirst().root()).toList();

    JsonNode gitHub = workflows.getFirst().path("jobs");
    String planned = run(runs(gitHub.path("plan")), 0);
    assertThat(planned).contains("::notice title=Plan ");
    assertThat(summary()).contains("Creates EventType " + TYPE, "create `topic " + TYPE + "`");
    assertThat(world.mesh(List.of("get", "event-type", TYPE)).code()).as("only planned").isOne();
    run(runs(gitHub.path("apply")), 0);
    assertThat(world.mesh(List.of("get", "event-type", TYPE)).out()).contains("set: parcels");
    run(runs(gitHub.path("apply")), 0);

    JsonNode gitLab = workflows.getLast();
    Files.writeString(
        repository.resolve("mesh/parcels.yaml"),
        Files.readString(repository.resolve("mesh/parcels.yaml"))
            .replace("minimum: 0", "minimum: 1"));
    run(scripts(gitLab.path("plan")), 0);
    assertThat(Files.readString(repository.resolve("plan.xml"))).contains("<testsuite ");
    edit("A parcel has left the house.", "Edited after the plan.");
    assertThat(run(scripts(gitLab.path("apply")), 1))
        .contains("was not made of these documents", "EventType " + TYPE);
    edit("Edited after the plan.", "A parcel has left the house.");
    run(scripts(gitLab.path("apply")), 0);
    assertThat(world.mesh(List.of("get", "event-type", TYPE)).out()).contains("minimum: 1");

    Files.writeString(
        repository.resolve("mesh/parcels.yaml"),
        Files.readString(repository.resolve("mesh/parcels.yaml")).split("---", -1)[0]);
    run(scripts(gitLab.path("plan")), 0);
    run(scripts(gitLab.path("apply")), 0);
    assertThat(world.mesh(List.of("get", "publication", "parcels.sent")).code()).isOne();

    Files.writeString(repository.resolve("mesh/parcels.yaml"), "apiVersion: mesh/v1\nkind: Toy\n");
    assertThat(run(runs(gitHub.path("plan")), 1)).contains("::error file=mesh/parcels.yaml,line=2");
  }

  private void copyDocuments() throws IOException {
    Path from = RunningWorld.checkout().resolve("docs/guide/ci/mesh");
    Path to = Files.createDirectories(repository.resolve("mesh"));
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private void edit(String text, String by) throws IOException {
    Path file = repository.resolve("mesh/parcels.yaml");
    Files.writeString(file, Files.readString(file).replace(text, by));
  }

  private String summary() throws IOException {
    return Files.readString(repository.resolve("summary.md"));
  }

  private static List<String> runs(JsonNode job) {
    return job.path("steps")
        .valueStream()
        .filter(step -> step.has("run"))
        .map(step -> step.path("run").asString())
        .toList();
  }

  private static List<String> scripts(JsonNode job) {
    return job.path("script").valueStream().map(JsonNode::asString).toList();
  }

  /** Runs a job's scripts one after the other, as a runner does; the last one ends so. */
  private String run(List<String> scripts, int code) throws IOException {
    assertThat(scripts).isNotEmpty();
    StringBuilder said = new StringBuilder();
    int last = 0;
    for (String script : scripts) {
      RunningWorld.Said answer =
          world.shell(
              repository,
              script,
              Map.of(
                  "MESH_API_KEY",
                  "file:" + repository.resolve("ci.key"),
                  "GITHUB_STEP_SUMMARY",
                  repository.resolve("summary.md").toString()));
      said.append(answer.out());
      last = answer.code();
      if (last != 0) {
        break;
      }
    }
    assertThat(last).as("%s%n%s", MeshJson.write(scripts), said).isEqualTo(code);
    return said.toString();
  }

  /** The page's blocks of a language. */
  private static List<String> blocks(String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    StringBuilder block = null;
    for (String line : Files.readAllLines(RunningWorld.checkout().resolve("docs/guide/ci.md"))) {
      if (line.startsWith("```")) {
        if (block != null) {
          blocks.add(block.toString());
        }
        block = line.equals("```" + language) ? new StringBuilder() : null;
      } else if (block != null) {
        block.append(line).append('\n');
      }
    }
    return blocks;
  }
}
