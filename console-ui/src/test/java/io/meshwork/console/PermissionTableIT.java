package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.MeshJson;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the whole server, as every role, on things of the own team, of another team,
 * hidden ones and ones that nobody has. What was answered is the committed table; what must hold of
 * every operation, also of one that comes tomorrow, is asserted beside it.
 */
class PermissionTableIT {
  private static final String FILE = "docs/reference/permissions.md";
  private static final Set<String> OF_RELAYS =
      Set.of(
          "/api/v1/me GET",
          "/api/v1/regions/{region}/manifest GET",
          "/api/v1/regions/{region}/reports POST");
  private static final Set<String> READS_BY_POST =
      Set.of("/api/v1/patterns:test POST", "/api/v1/plans/{id}:compare POST");

  private static PermissionWorld world;
  private static Map<RestOperations, Map<String, String>> table;

  @BeforeAll
  static void ask() {
    world = new PermissionWorld();
    table = new LinkedHashMap<>();
    for (RestOperations operation : RestOperations.of(world.server().context())) {
      Map<String, String> row = new LinkedHashMap<>();
      world.roles().forEach((role, header) -> row.put(role, cell(operation, header)));
      table.put(operation, row);
    }
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static String cell(RestOperations operation, List<String> header) {
    StringBuilder cell = new StringBuilder();
    for (PermissionWorld.Thing thing : PermissionWorld.Thing.values()) {
      cell.append(
          world
              .request(operation, thing)
              .map(it -> sign(it.send(world.server(), header)))
              .orElse('-'));
    }
    return cell.toString();
  }

  private static char sign(HttpResponse<String> answer) {
    String code =
        answer.body().startsWith("{") ? MeshJson.tree(answer.body()).path("code").asString("") : "";
    return switch (answer.statusCode()) {
      case 401 -> 'w';
      case 403 -> 'n';
      case 404 -> 'h';
      case 400, 405, 406, 415 -> '?';
      case 409 -> code.equals("NAME_RESERVED") ? 't' : 'y';
      default -> answer.statusCode() < 500 || code.equals("UNSUPPORTED") ? 'y' : '!';
    };
  }

  @Test
  void theCommittedTableIsWhatTheServerAnswers() {
    StringBuilder page = new StringBuilder(PAGE);
    List<String> roles = List.copyOf(world.roles().keySet());
    page.append("| operation | ").append(String.join(" | ", roles)).append(" |\n");
    page.append("|---".repeat(roles.size() + 1)).append("|\n");
    table.forEach(
        (operation, row) ->
            page.append("| `%s %s` ".formatted(operation.method(), operation.path()))
                .append("| `")
                .append(String.join("` | `", row.values()))
                .append("` |\n"));

    Committed.check(FILE, page.toString());
  }

  @Test
  void everyRequestIsUnderstoodSoThatTheAnswerIsAboutTheCaller() {
    assertThat(cells(cell -> cell.contains("?") || cell.contains("!"))).isEmpty();
  }

  @Test
  void nobodyMayDoAnythingWithoutSigningIn() {
    assertThat(cells("anonymous", cell -> !cell.matches("[w-]+"))).isEmpty();
  }

  @Test
  void whatIsHiddenLooksLikeWhatDoesNotExist() {
    List<String> seeAll = List.of("auditor", "operator", "administrator");
    List<String> told = new ArrayList<>();
    table.forEach(
        (operation, row) ->
            row.forEach(
                (role, cell) -> {
                  if (!seeAll.contains(role)
                      && cell.charAt(2) != '-'
                      && cell.charAt(2) != cell.charAt(3)
                      && !saysThatTheNameIsTaken(cell)) {
                    told.add("%s as %s: %s".formatted(operation, role, cell));
                  }
                }));
    assertThat(told).isEmpty();
  }

  /** Who would create it learns that the name is not available, and no more. */
  private static boolean saysThatTheNameIsTaken(String cell) {
    return cell.charAt(2) == 't' && cell.charAt(3) == 'y';
  }

  @Test
  void nobodyChangesWhatBelongsToAnotherTeam() {
    for (String role : world.roles().keySet()) {
      if (!role.equals("operator") && !role.equals("administrator")) {
        assertThat(
                cells(
                    role,
                    (operation, cell) ->
                        !operation.reads()
                            && !operation.isOneOf(READS_BY_POST)
                            && !operation.isOneOf(OF_RELAYS)
                            && cell.charAt(1) == 'y'))
            .as(role)
            .isEmpty();
      }
    }
  }

  @Test
  void readersAndAuditorsAndKeysThatMayReadChangeNothing() {
    for (String role : List.of("reader", "auditor", "key read")) {
      assertThat(
              cells(
                  role,
                  (operation, cell) ->
                      !operation.reads()
                          && !operation.isOneOf(READS_BY_POST)
                          && cell.charAt(0) == 'y'))
          .as(role)
          .isEmpty();
    }
  }

  @Test
  void aRelayRunsItsRegionAndNothingElse() {
    assertThat(
            cells(
                "relay", (operation, cell) -> cell.contains("y") && !operation.isOneOf(OF_RELAYS)))
        .isEmpty();
    assertThat(table.entrySet())
        .filteredOn(entry -> entry.getKey().path().contains("{region}"))
        .allSatisfy(entry -> assertThat(entry.getValue().get("relay").charAt(1)).isNotEqualTo('y'));
  }

  private interface Which {
    boolean test(RestOperations operation, String cell);
  }

  private static List<String> cells(Predicate<String> which) {
    List<String> found = new ArrayList<>();
    world.roles().keySet().forEach(role -> found.addAll(cells(role, which)));
    return found;
  }

  private static List<String> cells(String role, Predicate<String> which) {
    return cells(role, (operation, cell) -> which.test(cell));
  }

  private static List<String> cells(String role, Which which) {
    return table.entrySet().stream()
        .filter(entry -> which.test(entry.getKey(), entry.getValue().get(role)))
        .map(entry -> "%s as %s: %s".formatted(entry.getKey(), role, entry.getValue().get(role)))
        .toList();
  }

  private static final String PAGE =
      """
      # Who may do what over REST

      Generated by `PermissionTableIT` from what the whole server answered: every operation, as every role, each with
      four signs: on a thing of the caller's own team, on another team's that everybody sees, on another team's that the
      caller may not know of, and on one that nobody has. Reader, member and owner are of one team; keys belong to an
      application of that team and have one scope each; the relay identity is of region `eu` (own), not of `us`.

      `y` allowed (the answer may still be that the request cannot hold) · `n` forbidden (403) · `h` there is no such thing
      (404) · `t` the name is not available (409) · `w` not signed in (401) · `-` there is no such case.

      """;
}
