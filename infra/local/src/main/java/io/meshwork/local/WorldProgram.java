package io.meshwork.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

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

  private int up(UpOptions options) throws IOException {
    directory.made();
    var world = new World(directory, ports(options));
    List<WorldProcess> wanted =
        world.processes().stream().filter(p -> options.only().contains(p.role())).toList();
    Map<WorldPort, Integer> needed = new EnumMap<>(WorldPort.class);
    wanted.stream()
        .filter(process -> process.find().isEmpty())
        .forEach(process -> needed.put(process.role(), process.port()));
    Preflight.ports(needed);
    if (!needed.isEmpty()) {
      Preflight.disk(directory.path(), Preflight.NEEDED_BYTES);
    }
    WorldPort.write(directory.ports(), world.ports());
    boolean documents = options.only().contains(WorldPort.CONTROL_PLANE);
    var up = new Up(out, wanted, documents ? 1 : 0);
    up.run();
    if (documents) {
      new WorldDocuments(checkout.resolve("infra/local/world"), world.ports())
          .apply(world.url(), world.secrets().adminKeyFile());
      up.say("regions, brokers and teams are known");
      out.print(Welcome.text(world));
    }
    return 0;
  }

  /** Flags change ports only while nothing runs: half a world on other ports would not fit. */
  private Map<WorldPort, Integer> ports(UpOptions options) throws IOException {
    Map<WorldPort, Integer> current = WorldPort.read(directory.ports());
    List<String> running =
        new World(directory, current)
            .processes().stream()
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

  private int down() throws IOException {
    Down.run(out, last().processes());
    return 0;
  }

  private int status() throws IOException {
    return Status.print(out, directory, last().processes()) ? 0 : 1;
  }

  private int users() throws IOException {
    directory.made();
    out.print(Welcome.users(WorldSecrets.ensure(directory).users()));
    return 0;
  }
}
