package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An owner's word on a request: three commands of one shape. */
abstract class GrantCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "SUBSCRIPTION", description = "Who asks.")
  private String subscription = "";

  @Parameters(index = "1", paramLabel = "EVENT-TYPE", description = "For what.")
  private String eventType = "";

  @Option(names = "--note", paramLabel = "TEXT", description = "A word to the subscriber.")
  private @Nullable String note;

  abstract String verb();

  @Override
  public Integer call() {
    ObjectNode verdict = MeshJson.mapper().createObjectNode();
    if (note != null) {
      verdict.put("note", note);
    }
    try (ControlPlaneClient client = connection.open()) {
      client.send(
          "POST",
          "/api/v1/subscriptions/%s/grants/%s:%s".formatted(subscription, eventType, verb()),
          verdict.toString(),
          conditions(client));
    }
    out().printf("%s: %s for %s.%n", verb(), eventType, subscription);
    return ExitCode.DONE;
  }

  /** What must hold for the word to count. */
  Map<String, String> conditions(ControlPlaneClient client) {
    return Map.of();
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  String subscription() {
    return subscription;
  }

  @Command(name = "approve", description = "Lets a subscription have an event type of your team.")
  static final class Approve extends GrantCommand {
    @Override
    String verb() {
      return "approve";
    }

    /** The subscription as it is shown now: what it becomes later is not approved. */
    @Override
    Map<String, String> conditions(ControlPlaneClient client) {
      ControlPlaneClient.Reply seen = client.get("/api/v1/subscriptions/" + subscription());
      JsonNode filter = MeshJson.tree(seen.body()).at("/spec/filter");
      if (filter.isMissingNode() || filter.isNull()) {
        out().printf("%s asks for all events, without a filter.%n", subscription());
      } else {
        out().printf("%s asks for events that match %s%n", subscription(), filter);
      }
      String tag = seen.etag();
      return tag == null ? Map.of() : Map.of("If-Match", tag);
    }
  }

  @Command(name = "reject", description = "Refuses a subscription an event type of your team.")
  static final class Reject extends GrantCommand {
    @Override
    String verb() {
      return "reject";
    }
  }

  @Command(name = "revoke", description = "Takes an approval back.")
  static final class Revoke extends GrantCommand {
    @Override
    String verb() {
      return "revoke";
    }
  }
}
