package io.meshwork.controlplane.access;

import io.meshwork.model.MeshException;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.TeamRole;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads actors from claims as configured. An entry that fits no pattern means nothing here. */
@Component
class ClaimActors implements Actors {
  private static final String TEAM = "(?<team>[a-z0-9](?:[a-z0-9._-]{0,126}[a-z0-9])?)";

  private final OidcProperties properties;
  private final TeamDirectory teams;
  private final Pattern rolePattern;
  private final Pattern teamPattern;

  ClaimActors(OidcProperties properties, TeamDirectory teams) {
    this.properties = properties;
    this.teams = teams;
    this.rolePattern = compile(properties.rolePattern());
    this.teamPattern = compile(properties.teamPattern());
  }

  @Override
  public Actor fromClaims(Map<String, Object> claims) {
    if (!(claims.get("sub") instanceof String subject) || subject.isBlank()) {
      throw new MeshException(AccessError.UNAUTHENTICATED, "The token names no subject.");
    }
    Object name = find(claims, properties.nameClaim());
    Map<TeamName, TeamRole> roles = new HashMap<>(teams.rolesOf(subject));
    for (String entry : entries(find(claims, properties.teamsClaim()))) {
      Matcher matcher = teamPattern.matcher(entry);
      if (matcher.matches()) {
        role(TeamRole.class, matcher.group("role"))
            .ifPresent(
                role ->
                    roles.merge(
                        new TeamName(matcher.group("team")),
                        role,
                        (one, other) -> one.compareTo(other) >= 0 ? one : other));
      }
    }
    Set<GlobalRole> global = EnumSet.noneOf(GlobalRole.class);
    for (String entry : entries(find(claims, properties.rolesClaim()))) {
      Matcher matcher = rolePattern.matcher(entry);
      if (matcher.matches()) {
        role(GlobalRole.class, matcher.group("role")).ifPresent(global::add);
      }
    }
    return new Actor(
        subject,
        name instanceof String text && !text.isBlank() ? text : subject,
        new Actor.Holder.Person(),
        global,
        roles);
  }

  /** The claim at a dotted path; a claim whose name holds the dots is found first. */
  private static @Nullable Object find(Map<?, ?> claims, String path) {
    if (claims.containsKey(path)) {
      return claims.get(path);
    }
    int dot = path.indexOf('.');
    if (dot > 0 && claims.get(path.substring(0, dot)) instanceof Map<?, ?> inner) {
      return find(inner, path.substring(dot + 1));
    }
    return null;
  }

  private static List<String> entries(@Nullable Object claim) {
    return switch (claim) {
      case String text -> List.of(text.split("[\\s,]+", -1));
      case Collection<?> all -> all.stream().map(String::valueOf).toList();
      case null, default -> List.of();
    };
  }

  private static Pattern compile(String pattern) {
    StringBuilder regex = new StringBuilder();
    Matcher places = Pattern.compile("\\{(team|role)}").matcher(pattern);
    int from = 0;
    while (places.find()) {
      regex.append(Pattern.quote(pattern.substring(from, places.start())));
      regex.append(places.group(1).equals("team") ? TEAM : "(?<role>[A-Za-z]{1,32})");
      from = places.end();
    }
    return Pattern.compile(regex.append(Pattern.quote(pattern.substring(from))).toString());
  }

  private static <E extends Enum<E>> Optional<E> role(Class<E> type, String word) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(word.toUpperCase(Locale.ROOT))) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }
}
