package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.DeadLetterDocument;
import io.meshwork.api.DeadLetterDocument.Content;
import io.meshwork.api.DeadLetterPage;
import io.meshwork.api.MeshJson;
import io.meshwork.api.RedriveDocument;
import io.meshwork.api.RedriveRequest;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(
    name = "dead",
    description = "Shows what links could not hand on for good, and has it handed on again.",
    subcommands = {DeadCommand.Listing.class, DeadCommand.Show.class, DeadCommand.Redrive.class})
final class DeadCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    throw new ParameterException(
        spec.commandLine(), "Say what to do: mesh dead list, show or redrive.");
  }

  /** The letters of a link. */
  @Command(
      name = "list",
      description = {
        "Lists a link's dead letters, newest first.",
        "Exit 0: none waits. Exit 2: some wait."
      })
  static final class Listing implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Connection connection = new Connection();
    @Mixin private LinkArgument link = new LinkArgument();
    @Mixin private TextOrJson output = new TextOrJson();

    @Option(names = "--all", description = "Also those that were handed on since.")
    private boolean all;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "100",
        description = "At most so many; 100.")
    private int limit = 100;

    @Option(
        names = "--before",
        paramLabel = "TIME",
        description = "Refused before then, such as 2026-11-21T20:00:00Z.")
    private @Nullable Instant before;

    @Override
    public Integer call() {
      RequestPath path =
          link.path("/dead-letters").with("limit", limit).with("all", all).with("before", before);
      try (ControlPlaneClient client = connection.open()) {
        DeadLetterPage page = client.get(path.text()).as(DeadLetterPage.class);
        output.print(spec, page, this::print);
        return page.waiting() > 0 ? ExitCode.CHANGES : ExitCode.DONE;
      }
    }

    private void print(DeadLetterPage page, PrintWriter out) {
      if (page.channel() == null) {
        out.printf("%s keeps no dead letters; what is refused is only counted.%n", link.name());
        return;
      }
      if (!page.letters().isEmpty()) {
        Table table = new Table("LETTER", "REFUSED", "ATTEMPTS", "KEPT", "STATE", "REASON");
        for (DeadLetterDocument letter : page.letters()) {
          table.row(
              letter.id(),
              letter.last().toString(),
              Integer.toString(letter.attempts()),
              letter.kept().name().toLowerCase(Locale.ROOT),
              letter.state().name().toLowerCase(Locale.ROOT),
              letter.reason());
        }
        table.print(out);
      }
      if (page.next() != null) {
        out.printf("There are more: mesh dead list %s --before %s%n", link.name(), page.next());
      }
      out.printf(
          "%s: %d wait, %d redriven of those refused since %s%s%n",
          link.name(),
          page.waiting(),
          page.redriven(),
          page.since(),
          page.complete() ? "" : "; too many to read them all");
    }
  }

  /** One letter. */
  @Command(name = "show", description = "Shows one dead letter, with its event if you may see it.")
  static final class Show implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Connection connection = new Connection();
    @Mixin private LinkArgument link = new LinkArgument();
    @Mixin private TextOrJson output = new TextOrJson();

    @Parameters(index = "1", paramLabel = "LETTER", description = "As mesh dead list names it.")
    private String letter = "";

    @Override
    public Integer call() {
      RequestPath path = link.path("/dead-letters/" + RequestPath.encoded(letter));
      try (ControlPlaneClient client = connection.open()) {
        output.print(spec, client.get(path.text()).as(DeadLetterDocument.class), Show::print);
      }
      return ExitCode.DONE;
    }

    private static void print(DeadLetterDocument letter, PrintWriter out) {
      out.printf("%s: %s%n", letter.id(), letter.state().name().toLowerCase(Locale.ROOT));
      out.printf(
          "  from %s, partition %d, position %s%n",
          letter.channel(), letter.partition(), letter.position());
      out.printf(
          "  refused %d times from %s to %s: %s%n",
          letter.attempts(), letter.first(), letter.last(), letter.reason());
      Content event = letter.event();
      if (event == null) {
        out.println("  its event is shown to the owner of its type and to whom it was granted to");
        return;
      }
      out.printf("  event of %s, key %s%n", event.at(), event.key());
      event.headers().forEach(each -> out.printf("    %s: %s%n", each.name(), each.value()));
      switch (letter.kept()) {
        case WHOLE -> out.println(event.payload());
        case HEADERS, KEY -> out.println("  its payload was too large to be kept");
      }
    }
  }

  /** Hands letters on. */
  @Command(
      name = "redrive",
      description = {
        "Has a link's dead letters handed to its target again: those named, those that match a",
        "filter, or all that wait now; in the order of each key, and never twice.",
        "Exit 0: done, or begun. Exit 2: some were refused again."
      })
  static final class Redrive implements Callable<Integer> {
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(500);

    @Spec private CommandSpec spec;
    @Mixin private Connection connection = new Connection();
    @Mixin private LinkArgument link = new LinkArgument();

    @ArgGroup(multiplicity = "1")
    private Choice choice = new Choice();

    @Option(
        names = "--rate",
        paramLabel = "N",
        description = "At most so many letters a second; 100.")
    private @Nullable Integer rate;

    @Option(names = "--no-wait", description = "Return as soon as it is begun.")
    private boolean noWait;

    @Option(
        names = "--timeout",
        paramLabel = "SECONDS",
        defaultValue = "300",
        description = "How long to follow it; it goes on without us, and the exit code is 1.")
    private long timeout = 300;

    /** Exactly one. */
    static final class Choice {
      @Option(names = "--letter", paramLabel = "LETTER", description = "These, by name.")
      private List<String> letters = List.of();

      @Option(
          names = "--filter",
          paramLabel = "PATTERN",
          description = "Those whose events match, such as '{\"data\":{\"country\":[\"DE\"]}}'.")
      private @Nullable String filter;

      @Option(names = "--all", description = "All that wait.")
      private boolean all;

      @Option(names = "--stop", description = "Stop the redrive that runs.")
      private boolean stop;

      @Option(names = "--resume", description = "Go on with the one that was stopped.")
      private boolean resume;

      @Option(names = "--status", description = "Tell of the newest one.")
      private boolean status;
    }

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      try (ControlPlaneClient client = connection.open()) {
        if (choice.status) {
          List<RedriveDocument> all = redrives(client);
          all.stream().limit(1).forEach(each -> tell(each, out));
          if (all.isEmpty()) {
            out.printf("%s: nothing was redriven yet%n", link.name());
          }
          return ExitCode.DONE;
        }
        RedriveDocument begun = begin(client);
        RedriveDocument last = choice.stop || noWait ? begun : follow(client, begun, out);
        tell(last, out);
        return code(last);
      }
    }

    private RedriveDocument begin(ControlPlaneClient client) {
      if (choice.stop) {
        return client.post(link.path("/dead-letters:stop").text(), "{}").as(RedriveDocument.class);
      }
      if (choice.resume) {
        return client
            .post(link.path("/dead-letters:resume").text(), "{}")
            .as(RedriveDocument.class);
      }
      RedriveRequest request =
          new RedriveRequest(
              choice.all ? List.of() : choice.letters,
              choice.filter == null ? null : new JsonText(choice.filter),
              rate);
      return client
          .post(link.path("/dead-letters:redrive").text(), MeshJson.write(request))
          .as(RedriveDocument.class);
    }

    private RedriveDocument follow(
        ControlPlaneClient client, RedriveDocument begun, PrintWriter out) {
      RedriveDocument last = begun;
      Instant end = Instant.now().plus(Duration.ofSeconds(timeout));
      long told = 0;
      while (last.state() == RedriveDocument.State.RUNNING && Instant.now().isBefore(end)) {
        LockSupport.parkNanos(POLL);
        last = look(client, last);
        long done = last.redriven() + last.refused();
        if (done != told) {
          out.printf("  %d redriven, %d refused again%n", last.redriven(), last.refused());
          out.flush();
          told = done;
        }
      }
      return last;
    }

    /** A control plane that is away for a moment tells of it when it is back. */
    private RedriveDocument look(ControlPlaneClient client, RedriveDocument known) {
      try {
        return redrives(client).stream()
            .filter(each -> each.id().equals(known.id()))
            .findFirst()
            .orElse(known);
      } catch (MeshException e) {
        if (e.code() != ApiError.CONTROL_PLANE_UNREACHABLE) {
          throw e;
        }
        return known;
      }
    }

    private List<RedriveDocument> redrives(ControlPlaneClient client) {
      JsonNode items = client.get(link.path("/redrives").text()).as(JsonNode.class).path("items");
      return items
          .valueStream()
          .map(each -> MeshJson.read(each.toString(), RedriveDocument.class))
          .toList();
    }

    private int code(RedriveDocument last) {
      if (last.state() == RedriveDocument.State.RUNNING && !noWait) {
        return ExitCode.ERROR;
      }
      return last.refused() > 0 ? ExitCode.CHANGES : ExitCode.DONE;
    }

    private static void tell(RedriveDocument redrive, PrintWriter out) {
      out.printf(
          "%s: redrive %s, %d redriven, %d refused again, %s left%s%n",
          redrive.link(),
          redrive.state().name().toLowerCase(Locale.ROOT),
          redrive.redriven(),
          redrive.refused(),
          redrive.left() == null ? "unknown how many" : redrive.left(),
          redrive.problem() == null ? "" : ": " + redrive.problem());
    }
  }
}
