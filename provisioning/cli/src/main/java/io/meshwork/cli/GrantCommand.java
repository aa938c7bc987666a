package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
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
      client.post(
          "/api/v1/subscriptions/%s/grants/%s:%s".formatted(subscription, eventType, verb()),
          verdict.toString());
    }
    spec.commandLine().getOut().printf("%s: %s for %s.%n", verb(), eventType, subscription);
    return ExitCode.DONE;
  }

  @Command(name = "approve", description = "Lets a subscription have an event type of your team.")
  static final class Approve extends GrantCommand {
    @Override
    String verb() {
      return "approve";
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
