package io.meshwork.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What {@code ./mesh} calls for the development world: {@code CHECKOUT up|down|status|users
 * [FLAG…]}. The exit code is 0 when all is as asked, else 1.
 */
public final class WorldProgram {
  private final PrintStream out;
  private final Path checkout;
  private final WorldDirectory directory;

  WorldProgram(PrintStream out, Path checkout) {
    this.out = out;
    this.checkout = checkout.toAbsolutePath().normalize();
    this.directory = new WorldDirectory(this.checkout.resolve(".mesh"));
  }

  /** Runs one command. */
  public static void main(String[] arguments) {
    int status = 1;
    try {
      status =
          new WorldProgram(System.out, Path.of(arguments[0]))
              .run(arguments[1], Arrays.asList(arguments).subList(2, arguments.length));
    } catch (LocalException e) {
      System.err.println("mesh: " + e.getMessage());
    } catch (IOException e) {
      System.err.println("mesh: " + e);
    }
    System.exit(status);
  }

  int run(String command, List<String> flags) throws IOException {
    return switch (command) {
      case "up" -> up(UpOptions.parse(flags));
      case "down" -> down();
      case "status" -> status();
      case "users" -> users();
      default -> throw new LocalException("The world does not know '" + command + "'.");
    };
  }

  /** One at a time: two would start everything twice. The system frees the lock of a dead one. */
  private int up(UpOptions options) throws IOException {
    directory.made();
    try (var channel =
            FileChannel.open(
                directory.file("up.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock == null) {
        throw new LocalException("Another ./mesh up is at work here; wait for it.");
      }
      return upAlone(options);
    }
  }

  private int upAlone(UpOptions options) throws IOException {
    var world = new World(directory, ports(options));
    List<WorldProcess> wanted =
        world.processes().stream().filter(p -> options.only().contains(p.role())).toList();
    Path sampleDirectory = checkout.resolve("infra/local/sample");
    List<WorldProcess> sample =
        options.sample()
            ? List.of(world.sample(sampleDirectory, options.rate()))
            : List.<WorldProcess>of();
    preflight(Stream.concat(wanted.stream(), sample.stream()).toList());
    WorldPort.write(directory.ports(), world.ports());
    boolean documents = options.only().contains(WorldPort.CONTROL_PLANE);
    var up = new Up(out, wanted.size() + (documents ? 1 : 0) + 2 * sample.size());
    up.run(wanted);
    if (documents) {
      apply(world, checkout.resolve("infra/local/world"), "");
      up.say("regions, brokers and teams are known");
    }
    if (options.sample()) {
      apply(world, sampleDirectory, SampleDocuments.text(sampleDirectory));
      up.say("the sample's event types and subscriptions are known");
      up.run(sample);
    }
    if (documents) {
      out.print(Welcome.text(world, options.sample()));
    }
    return 0;
  }

  private void preflight(List<WorldProcess> processes) throws IOException {
    Map<WorldPort, Integer> needed = new EnumMap<>(WorldPort.class);
    processes.stream()
        .filter(process -> process.find().isEmpty())
        .forEach(process -> needed.put(process.role(), process.port()));
    Preflight.ports(needed);
    if (!needed.isEmpty()) {
      Preflight.disk(directory.path(), Preflight.NEEDED_BYTES);
    }
  }

  /** Applies the directory's documents and made ones, as one set. */
  private static void apply(World world, Path documents, String made) throws IOException {
    var reader = new WorldDocuments(documents, world.ports());
    reader.apply(world.url(), world.secrets().adminKeyFile(), reader.text(made));
  }

  /** Flags change ports only while nothing runs: half a world on other ports would not fit. */
  private Map<WorldPort, Integer> ports(UpOptions options) throws IOException {
    Map<WorldPort, Integer> current = WorldPort.read(directory.ports());
    List<String> running =
        all(new World(directory, current)).stream()
            .filter(process -> process.find().isPresent())
            .map(WorldProcess::name)
            .toList();
    Map<WorldPort, Integer> asked = running.isEmpty() ? WorldPort.usual() : new EnumMap<>(current);
    asked.putAll(options.ports());
    if (!running.isEmpty() && !asked.equals(current)) {
      throw new LocalException(
          "Ports cannot change while %s runs; ./mesh down first."
              .formatted(String.join(", ", running)));
    }
    return asked;
  }

  private World last() throws IOException {
    if (!Files.exists(directory.ports())) {
      throw new LocalException("There is no development world yet; ./mesh up makes it.");
    }
    return new World(directory, WorldPort.read(directory.ports()));
  }

  /** The sample included, which may run or not. */
  private List<WorldProcess> all(World world) {
    var sample = world.sample(checkout.resolve("infra/local/sample"), 1);
    return Stream.concat(world.processes().stream(), Stream.of(sample)).toList();
  }

  private int down() throws IOException {
    Down.run(out, all(last()));
    return 0;
  }

  private int status() throws IOException {
    return Status.print(out, directory, all(last())) ? 0 : 1;
  }

  private int users() throws IOException {
    directory.made();
    out.print(Welcome.users(WorldSecrets.ensure(directory).users()));
    return 0;
  }
}
