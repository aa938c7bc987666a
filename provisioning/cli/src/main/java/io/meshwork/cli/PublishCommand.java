package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.Kind;
import io.meshwork.api.MeshJson;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.SchemaFormat;
import io.meshwork.model.event.Event;
import io.meshwork.schema.CompiledSchema;
import io.meshwork.schema.EventSchemas;
import io.meshwork.transport.spi.EventSink;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.WriteOutcome;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "publish",
    description = "Publishes events to the application's own broker, as the application would.")
final class PublishCommand implements Callable<Integer> {
  private static final int BATCH = 500;
  private static final int FAULTS = 20;
  private static final int MOST_PUBLICATIONS = 200;

  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();
  @Mixin private BrokerClient brokers = new BrokerClient();

  @Parameters(index = "0", paramLabel = "EVENT-TYPE", description = "What they are.")
  private String eventType = "";

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description =
          "One JSON value, or one a line: payloads or structured CloudEvents; - for standard input.")
  private String file = "";

  @Option(
      names = "--publication",
      paramLabel = "NAME",
      description = "As which publication, if you see several of this event type.")
  private @Nullable String publication;

  @Option(names = "--no-check", description = "Send events that break the event type's schema too.")
  private boolean unchecked;

  /** Where and as whom. */
  private record Statement(String name, ApplicationName application, BrokerName broker) {}

  @Override
  public Integer call() {
    EventTypeName type = new EventTypeName(eventType);
    try (ControlPlaneClient client = connection.open()) {
      Statement statement = statement(client, type);
      EventTypeSpec declared =
          (EventTypeSpec) BrokerClient.spec(client, Kind.EVENT_TYPE, eventType);
      List<JsonNode> values = EventFile.read(Inputs.text(file));
      if (values.isEmpty()) {
        throw new MeshException(
            ApiError.MALFORMED_DOCUMENT,
            "'%s' holds no event: write one JSON value, a list of them, or one a line."
                .formatted(file));
      }
      BrokerClient.Reached reached =
          brokers.reach(client, statement.application(), statement.broker());
      ChannelAddress channel =
          reached
              .transport()
              .blueprint(reached.access().settings())
              .address(new ChannelId.Entry(type, statement.broker()));
      List<Event> events = new ArrayList<>();
      for (JsonNode value : values) {
        events.add(
            EventJson.read(
                value,
                eventType,
                "/applications/" + statement.application(),
                declared.key(),
                Clock.systemUTC()));
      }
      if (!unchecked) {
        check(type, declared, events);
      }
      return write(reached, channel, events);
    }
  }

  /** Refuses all when one of them is not what subscribers were promised. */
  private static void check(EventTypeName type, EventTypeSpec declared, List<Event> events) {
    if (declared.schema().format() != SchemaFormat.JSON_SCHEMA) {
      return;
    }
    CompiledSchema schema = EventSchemas.compile(declared.schema());
    List<Violation> faults = new ArrayList<>();
    for (int i = 0; i < events.size() && faults.size() < FAULTS; i++) {
      byte[] payload = events.get(i).payload();
      String at = "event %d: ".formatted(i + 1);
      schema.validate(payload == null ? new byte[0] : payload).stream()
          .map(fault -> new Violation(fault.pointer(), at + fault.message()))
          .forEach(faults::add);
    }
    if (!faults.isEmpty()) {
      throw new MeshException(
          ApiError.INVALID_DOCUMENT,
          "Nothing was sent, since events break the schema of '%s': %s. Mend them, or send them as they are with --no-check."
              .formatted(
                  type,
                  faults.stream()
                      .limit(FAULTS)
                      .map(fault -> "%s (at '%s')".formatted(fault.message(), fault.pointer()))
                      .collect(Collectors.joining("; "))),
          faults);
    }
  }

  private int write(BrokerClient.Reached reached, ChannelAddress channel, List<Event> events) {
    int stored = 0;
    List<String> faults = new ArrayList<>();
    try (EventSink sink = reached.transport().sink(reached.access())) {
      for (int from = 0; from < events.size(); from += BATCH) {
        List<Event> part = events.subList(from, Math.min(events.size(), from + BATCH));
        List<WriteOutcome> outcomes =
            sink.write(part.stream().map(event -> new Outgoing(channel, null, event)).toList());
        for (int i = 0; i < outcomes.size(); i++) {
          switch (outcomes.get(i)) {
            case WriteOutcome.Stored _, WriteOutcome.Duplicate _ -> stored++;
            case WriteOutcome.StoredWhole _, WriteOutcome.StoredInPart _ ->
                throw new IllegalStateException(
                    "The sink speaks of a bundle; it was given events.");
            case WriteOutcome.Later(var wait, String reason) ->
                faults.add("event %d: %s".formatted(from + i + 1, reason));
            case WriteOutcome.Refused(String reason) ->
                faults.add("event %d: %s".formatted(from + i + 1, reason));
          }
        }
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%d of %d events stored in %s on %s.%n",
        stored, events.size(), channel, reached.access().broker());
    faults.stream().limit(20).forEach(spec.commandLine().getErr()::println);
    return faults.isEmpty() ? ExitCode.DONE : ExitCode.ERROR;
  }

  private Statement statement(ControlPlaneClient client, EventTypeName type) {
    List<Statement> found = new ArrayList<>();
    JsonNode page =
        MeshJson.tree(
            client
                .get(
                    new RequestPath("/api/v1/publications")
                        .with("limit", MOST_PUBLICATIONS)
                        .with("q", type.value())
                        .text())
                .body());
    for (JsonNode item : page.path("items")) {
      String name = item.path("metadata").path("name").asString("");
      if (item.path("spec").path("eventType").asString("").equals(type.value())
          && (publication == null || publication.equals(name))) {
        found.add(
            new Statement(
                name,
                new ApplicationName(item.path("spec").path("application").asString("")),
                new BrokerName(item.path("spec").path("broker").asString(""))));
      }
    }
    if (found.size() != 1) {
      throw new MeshException(
          ApiError.REQUEST_REFUSED,
          found.isEmpty()
              ? "No publication of '%s' is yours; apply one first.".formatted(type)
              : "There are several publications of '%s': %s. Choose one with --publication."
                  .formatted(type, found.stream().map(Statement::name).toList()));
    }
    return found.getFirst();
  }
}
