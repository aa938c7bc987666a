package io.meshwork.local;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What one development Kafka cluster is made of.
 *
 * @param name how it is called in messages and logs
 * @param port where clients connect, on loopback
 * @param directory what it keeps: configuration, log and data; survives restarts
 * @param superPassword password of {@link #SUPER_USER}
 * @param users further SCRAM users made when the storage is formatted, name to password
 * @param heapMegabytes what its process may take of memory for objects
 * @param boundPort where the broker itself listens: another port than clients know, if something
 *     stands between
 * @param more broker properties beside the usual ones, or instead of them; {@link #CLUSTER_ID} is
 *     the id that its storage is made with
 */
public record KafkaSettings(
    String name,
    int port,
    Path directory,
    String superPassword,
    Map<String, String> users,
    int heapMegabytes,
    int boundPort,
    Map<String, String> more) {
  /**
   * Among {@link #more}: brokers of one cluster share it; without it every storage gets its own.
   */
  public static final String CLUSTER_ID = "cluster.id";

  /** The principal that every check of the authorizer lets pass. */
  public static final String SUPER_USER = "mesh";

  /** Enough for some thousand topics. */
  static final int HEAP_MEGABYTES = 256;

  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._-]{1,200}");

  /** With nothing between clients and broker. */
  public KafkaSettings(
      String name,
      int port,
      Path directory,
      String superPassword,
      Map<String, String> users,
      int heapMegabytes) {
    this(name, port, directory, superPassword, users, heapMegabytes, port, Map.of());
  }

  /** With the usual memory. */
  public KafkaSettings(
      String name, int port, Path directory, String superPassword, Map<String, String> users) {
    this(name, port, directory, superPassword, users, HEAP_MEGABYTES);
  }

  public KafkaSettings {
    word("cluster name", name);
    word("password of " + SUPER_USER, superPassword);
    users.forEach(
        (user, password) -> {
          word("user name", user);
          word("password of " + user, password);
        });
    if (users.containsKey(SUPER_USER)) {
      throw new LocalException("User '" + SUPER_USER + "' is the super user already; drop it.");
    }
    directory = directory.toAbsolutePath();
    users = Map.copyOf(users);
    more = Map.copyOf(more);
  }

  /**
   * A client's user and password go into a login line as they are: nothing there may need quotes.
   */
  static void word(String what, String value) {
    if (!WORD.matcher(value).matches()) {
      throw new LocalException("The " + what + " may hold letters, digits, '.', '_' and '-' only.");
    }
  }
}
