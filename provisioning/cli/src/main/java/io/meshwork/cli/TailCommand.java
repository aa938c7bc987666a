package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.Kind;
import io.meshwork.api.MeshJson;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.SubscriptionSpec;
import io.meshwork.transport.spi.Batch;
import io.meshwork.transport.spi.EventSource;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "tail",
    description =
        "Prints what a subscription gets, one CloudEvent a line, without taking it from its application.")
final class TailCommand implements Callable<Integer> {
  private static final Duration WAIT = Duration.ofMillis(500);
  private static final SourceLimits LIMITS = new SourceLimits(500, 4 << 20);

  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();
  @Mixin private BrokerClient brokers = new BrokerClient();

  @Parameters(index = "0", paramLabel = "SUBSCRIPTION", description = "Whose events.")
  private String subscription = "";

  @Option(names = "--from", defaultValue = "latest", description = "latest or earliest.")
  private From from = From.LATEST;

  @Option(
      names = {"-n", "--count"},
      defaultValue = "0",
      paramLabel = "COUNT",
      description = "End after so many; 0: go on.")
  private long count;

  @Option(
      names = "--timeout",
      defaultValue = "0",
      paramLabel = "SECONDS",
      description = "End with code 1 when fewer came by then; 0: wait.")
  private long timeout;

  enum From {
    LATEST,
    EARLIEST
  }

  @Override
  public Integer call() {
    if (count < 0 || timeout < 0) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--count and --timeout are numbers from 0.");
    }
    try (ControlPlaneClient client = connection.open()) {
      SubscriptionSpec declared =
          (SubscriptionSpec) BrokerClient.spec(client, Kind.SUBSCRIPTION, subscription);
      Map<ChannelAddress, String> channels = channels(client);
      BrokerName broker = declared.at().broker();
      BrokerClient.Reached reached = brokers.reach(client, declared.application(), broker);
      try (EventSource source = reached.transport().source(reached.access(), LIMITS)) {
        return follow(source, channels);
      }
    }
  }

  private Map<ChannelAddress, String> channels(ControlPlaneClient client) {
    JsonNode status =
        MeshJson.tree(client.get("/api/v1/subscriptions/" + subscription).body()).path("status");
    Map<ChannelAddress, String> channels = new LinkedHashMap<>();
    for (JsonNode channel : status.path("channels")) {
      channels.put(
          new ChannelAddress(channel.path("address").asString("")),
          channel.path("eventType").asString(""));
    }
    if (channels.isEmpty()) {
      throw new MeshException(
          ApiError.REQUEST_REFUSED,
          "Subscription '%s' has no channel to read yet: it is %s. %s"
              .formatted(
                  subscription,
                  status.path("state").asString("unknown"),
                  status.path("problem").asString("")));
    }
    return channels;
  }

  private int follow(EventSource source, Map<ChannelAddress, String> channels) {
    Map<SourcePartition, StartPosition> starts = new HashMap<>();
    source
        .partitions(channels.keySet())
        .forEach(
            (channel, partitions) -> {
              for (int i = 0; i < partitions; i++) {
                starts.put(
                    new SourcePartition(channel, i),
                    from == From.LATEST
                        ? new StartPosition.Latest()
                        : new StartPosition.Earliest());
              }
            });
    source.assign(starts);
    PrintWriter out = spec.commandLine().getOut();
    long end =
        timeout == 0 ? Long.MAX_VALUE : System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
    long seen = 0;
    while (count == 0 || seen < count) {
      if (System.nanoTime() > end) {
        spec.commandLine()
            .getErr()
            .printf("Only %d of %d events came within %d s.%n", seen, count, timeout);
        return ExitCode.ERROR;
      }
      Batch batch = source.poll(WAIT);
      for (Received received : batch.events()) {
        if (count == 0 || seen < count) {
          out.println(
              EventJson.write(
                  received.event(), channels.getOrDefault(received.partition().channel(), "")));
          seen++;
        }
      }
      out.flush();
    }
    return ExitCode.DONE;
  }
}
