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
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** An event type from one team to another: both teams' owners agree. */
@Command(
    name = "transfer",
    description =
        "Event types that change hands. 'list' shows what waits; an offer waits for the receiving team (exit 3).",
    subcommands = {
      TransferCommand.Offer.class,
      TransferCommand.Accept.class,
      TransferCommand.Decline.class,
      TransferCommand.Withdraw.class,
      TransferCommand.ListAll.class
    })
final class TransferCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getOut());
    return ExitCode.ERROR;
  }

  /** One step of a transfer. */
  abstract static class Step implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Connection connection = new Connection();

    @Parameters(index = "0", paramLabel = "EVENT-TYPE", description = "What changes hands.")
    private String eventType = "";

    abstract String verb();

    @Nullable String body() {
      return null;
    }

    @Override
    public Integer call() {
      try (ControlPlaneClient client = connection.open()) {
        JsonNode done =
            MeshJson.tree(
                client
                    .send(
                        "POST",
                        "/api/v1/event-types/%s:%s".formatted(eventType, verb()),
                        body(),
                        Map.of())
                    .body());
        print(done, spec.commandLine().getOut());
        return done.path("state").asString("").equals("pending") ? ExitCode.BLOCKED : ExitCode.DONE;
      }
    }
  }

  private static void print(JsonNode transfer, PrintWriter out) {
    out.printf(
        "%s: %s -> %s, %s%n",
        transfer.path("eventType").asString(""),
        transfer.path("from").asString(""),
        transfer.path("to").asString(""),
        transfer.path("state").asString(""));
  }

  @Command(name = "offer", description = "Offers an event type to a team.")
  static final class Offer extends Step {
    @Parameters(index = "1", paramLabel = "TEAM", description = "To whom.")
    private String team = "";

    @Override
    String verb() {
      return "transfer";
    }

    @Override
    String body() {
      return MeshJson.mapper().createObjectNode().put("team", team).toString();
    }
  }

  @Command(name = "accept", description = "Takes what is offered to your team.")
  static final class Accept extends Step {
    @Override
    String verb() {
      return "accept-transfer";
    }
  }

  @Command(name = "decline", description = "Refuses what is offered to your team.")
  static final class Decline extends Step {
    @Override
    String verb() {
      return "decline-transfer";
    }
  }

  @Command(name = "withdraw", description = "Takes an offer back.")
  static final class Withdraw extends Step {
    @Override
    String verb() {
      return "withdraw-transfer";
    }
  }

  @Command(name = "list", description = "Shows what waits.")
  static final class ListAll implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Connection connection = new Connection();

    @Override
    public Integer call() {
      try (ControlPlaneClient client = connection.open()) {
        for (JsonNode item : MeshJson.tree(client.get("/api/v1/transfers").body()).path("items")) {
          print(item, spec.commandLine().getOut());
        }
        return ExitCode.DONE;
      }
    }
  }
}
