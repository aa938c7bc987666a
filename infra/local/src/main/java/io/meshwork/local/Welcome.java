package io.meshwork.local;

import java.util.List;
import java.util.Locale;

/** What the person at the terminal reads when all is ready. */
final class Welcome {
  private Welcome() {}

  static String text(World world, boolean sample) {
    var ports = world.ports();
    return """

        Meshwork is ready.
          console, API   %s
          Kafka eu, us   127.0.0.1:%d, 127.0.0.1:%d
          logs           ./mesh logs NAME      (control-plane, relay-eu, …)

        Log in      ./mesh users lists names and passwords; try platform-owner.
        Try next    ./mesh get brokers
                    ./mesh %s
        Stop        ./mesh down                (the data stays)
        """
        .formatted(
            world.url(),
            ports.get(WorldPort.KAFKA_EU),
            ports.get(WorldPort.KAFKA_US),
            sample ? "get subscriptions" : "up --sample       (real events, played)");
  }

  static String users(List<WorldUser> users) {
    var text = new StringBuilder();
    String row = "%-18s %-40s  %s%n";
    text.append(String.format(Locale.ROOT, row, "user", "password", "may"));
    for (WorldUser user : users) {
      String may = String.join(", ", user.roles().isEmpty() ? user.teams() : user.roles());
      text.append(String.format(Locale.ROOT, row, user.name(), user.password(), may));
    }
    return text.toString();
  }
}
