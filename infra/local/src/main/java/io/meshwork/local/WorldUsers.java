package io.meshwork.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * The file {@code users.properties}: one person a name, one fact a line.
 *
 * <pre>
 * users = admin,operator,…
 * admin.password = …
 * admin.fullName = …
 * admin.email = …
 * admin.roles = administrator
 * admin.teams = platform:owner,security:member
 * </pre>
 */
final class WorldUsers {
  static final List<String> TEAMS = List.of("platform", "security", "analytics");

  private WorldUsers() {}

  /** The people of a new world, with random passwords. */
  static List<WorldUser> invented() {
    List<WorldUser> users = new ArrayList<>();
    users.add(person("admin", "Ada Admin", List.of("administrator"), List.of()));
    users.add(person("operator", "Olu Operator", List.of("operator"), List.of()));
    users.add(person("auditor", "Aiko Auditor", List.of("auditor"), List.of()));
    for (String team : TEAMS) {
      String title = Character.toUpperCase(team.charAt(0)) + team.substring(1);
      for (String role : List.of("owner", "member", "reader")) {
        String fullName = title + " " + Character.toUpperCase(role.charAt(0)) + role.substring(1);
        users.add(person(team + "-" + role, fullName, List.of(), List.of(team + ":" + role)));
      }
    }
    return users;
  }

  static void write(Path file, List<WorldUser> users) throws IOException {
    var text = new StringBuilder("# The people of the development world. Edit, then ./mesh up.\n");
    text.append("users = ");
    text.append(String.join(",", users.stream().map(WorldUser::name).toList())).append('\n');
    for (WorldUser user : users) {
      line(text, user, "password", user.password());
      line(text, user, "fullName", user.fullName());
      line(text, user, "email", user.email());
      line(text, user, "roles", String.join(",", user.roles()));
      line(text, user, "teams", String.join(",", user.teams()));
    }
    PrivateFiles.write(file, text.toString());
  }

  static List<WorldUser> read(Path file) {
    Properties all = PrivateFiles.properties(file);
    return list(all.getProperty("users", "")).stream().map(name -> read(file, all, name)).toList();
  }

  static List<WorldUser> readOrInvent(Path file) throws IOException {
    if (!Files.exists(file)) {
      write(file, invented());
    }
    return read(file);
  }

  private static WorldUser read(Path file, Properties all, String name) {
    String password = all.getProperty(name + ".password");
    if (password == null || password.isBlank()) {
      throw new LocalException(
          "%s lists user '%s' without a line '%s.password'; add it.".formatted(file, name, name));
    }
    return new WorldUser(
        name,
        password,
        all.getProperty(name + ".fullName", name),
        all.getProperty(name + ".email", name + "@meshwork.example"),
        list(all.getProperty(name + ".roles", "")),
        list(all.getProperty(name + ".teams", "")));
  }

  private static List<String> list(String value) {
    return Arrays.stream(value.split(",", -1))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  private static void line(StringBuilder text, WorldUser user, String key, String value) {
    text.append(user.name()).append('.').append(key).append(" = ").append(value).append('\n');
  }

  private static WorldUser person(
      String name, String fullName, List<String> roles, List<String> teams) {
    String email = name + "@meshwork.example";
    return new WorldUser(name, Secrets.random(), fullName, email, roles, teams);
  }
}
