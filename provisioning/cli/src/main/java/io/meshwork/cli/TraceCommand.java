package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.TraceDocument;
import io.meshwork.api.TraceDocument.Reason;
import io.meshwork.api.TraceDocument.State;
import io.meshwork.api.TraceDocument.TracedHop;
import io.meshwork.api.TraceDocument.TracedPlace;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "trace",
    description = {
      "Follows one event hop by hop, and says why it is not where it is not.",
      "Exit 0: found, and every absence explained. Exit 2: published nowhere, or missing without"
          + " a reason."
    })
final class TraceCommand implements Callable<Integer> {
  private static final int THOUSAND = 1000;

  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();
  @Mixin private TextOrJson output = new TextOrJson();

  @Parameters(
      paramLabel = "EVENT-ID",
      description = "Its CloudEvents id, or PARTITION/POSITION where it was published.")
  private String id = "";

  @Option(
      names = {"-t", "--type"},
      required = true,
      paramLabel = "EVENT-TYPE",
      description = "Of which event type.")
  private String eventType = "";

  @Option(
      names = "--around",
      paramLabel = "TIME",
      description = "About when it was published, such as 2026-11-21T20:00:00Z; now.")
  private @Nullable Instant around;

  @Option(
      names = "--within",
      paramLabel = "SPAN",
      converter = Span.class,
      description = "So far before and after, such as 30s, 10m or 2h; 10m.")
  private @Nullable Duration within;

  @Option(
      names = {"-s", "--subscription"},
      paramLabel = "NAME",
      description = "Only the way to this subscription.")
  private @Nullable String subscription;

  /** A span as people write it, or as ISO 8601 does. */
  static final class Span implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      String text = value.toUpperCase(Locale.ROOT);
      try {
        return Duration.parse(text.startsWith("P") ? text : "PT" + text);
      } catch (DateTimeParseException e) {
        throw new TypeConversionException(
            "'%s' is no span of time; write 30s, 10m or 2h".formatted(value));
      }
    }
  }

  @Override
  public Integer call() {
    TraceDocument found = ask();
    output.print(spec, found, TraceCommand::print);
    return isFault(found) ? ExitCode.CHANGES : ExitCode.DONE;
  }

  /** Nobody who may not see the entry is told that an event was not published. */
  private static boolean isFault(TraceDocument found) {
    return found.hasFaults()
        || (!found.wasFound()
            && found.hops().anyMatch(hop -> hop.reason() == Reason.NOT_PUBLISHED)
            && found.hops().noneMatch(hop -> hop.state() == State.UNDECIDED));
  }

  private TraceDocument ask() {
    RequestPath path =
        new RequestPath("/api/v1/event-types/%s/trace".formatted(RequestPath.encoded(eventType)))
            .with("id", id)
            .with("around", around)
            .with("within", within)
            .with("subscription", subscription);
    try (ControlPlaneClient client = connection.open()) {
      return client.get(path.text()).as(TraceDocument.class);
    }
  }

  private static void print(TraceDocument found, PrintWriter out) {
    out.printf(
        "%s of %s, looked for from %s to %s%n",
        found.id(), found.eventType(), found.from(), found.to());
    found.entries().forEach(hop -> print(hop, "", out));
    found.notes().forEach(note -> out.printf("note: %s%n", note));
  }

  private static void print(TracedHop hop, String indent, PrintWriter out) {
    out.printf("%s%s %s%s%n", indent, mark(hop.state()), title(hop), time(hop));
    String inner = indent + "  ";
    if (!hop.places().isEmpty()) {
      out.printf(
          "%sat %s%n",
          inner, hop.places().stream().map(TraceCommand::place).collect(Collectors.joining(", ")));
    }
    String reason = hop.reason() == null ? "" : word(hop.reason()) + ": ";
    if (hop.state() != State.FOUND || hop.next() != null || hop.link() == null) {
      out.printf("%s%s%s%n", inner, reason, hop.text());
    }
    hop.clauses().forEach(clause -> out.printf("%s- %s%n", inner, clause));
    if (hop.next() != null) {
      out.printf("%snext: %s%n", inner, hop.next());
    }
    hop.hops().forEach(each -> print(each, inner, out));
  }

  private static String mark(State state) {
    return switch (state) {
      case FOUND -> "+";
      case ABSENT -> "-";
      case UNDECIDED -> "?";
    };
  }

  private static String title(TracedHop hop) {
    String where =
        hop.channel() == null
            ? ""
            : " %s / %s: %s".formatted(hop.region(), hop.broker(), hop.channel());
    String who = hop.subscription() == null ? "" : " for " + hop.subscription();
    String link = hop.link() == null ? "" : " by " + hop.link();
    return word(hop.kind()) + where + who + link;
  }

  private static String time(TracedHop hop) {
    if (hop.at() == null) {
      return "";
    }
    Long after = hop.afterMillis();
    return after == null
        ? "  " + hop.at()
        : String.format(
            Locale.ROOT, "  %s (%s)", hop.at(), after < THOUSAND ? after + " ms" : seconds(after));
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.1f s", (double) millis / THOUSAND);
  }

  private static String place(TracedPlace place) {
    return place.partition() + "/" + place.position();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
