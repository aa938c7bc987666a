package io.meshwork.local;

import java.util.List;

/**
 * A person of the development world, as the issuer knows them.
 *
 * @param roles roles over the whole mesh
 * @param teams memberships, each {@code team:role}
 */
record WorldUser(
    String name,
    String password,
    String fullName,
    String email,
    List<String> roles,
    List<String> teams) {
  WorldUser {
    KafkaSettings.word("user name", name);
    roles = List.copyOf(roles);
    teams = List.copyOf(teams);
  }
}
