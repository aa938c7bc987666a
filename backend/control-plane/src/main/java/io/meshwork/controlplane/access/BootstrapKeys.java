package io.meshwork.controlplane.access;

import io.meshwork.model.RegionName;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.springframework.stereotype.Component;

/** The keys from files, read once at the start; only their hashes stay in memory. */
@Component
class BootstrapKeys {
  private static final int SHORTEST = 16;

  private final List<Known> known = new ArrayList<>();

  private record Known(HexHash hash, Actor actor) {}

  private record HexHash(String hex) {
    static HexHash of(byte[] hash) {
      return new HexHash(HexFormat.of().formatHex(hash));
    }

    boolean is(byte[] hash) {
      return MessageDigest.isEqual(HexFormat.of().parseHex(hex), hash);
    }
  }

  BootstrapKeys(BootstrapProperties properties) {
    Path admin = properties.adminKeyFile();
    if (admin != null && !admin.toString().isBlank()) {
      add(admin, readText(admin).strip(), administrator());
    }
    Path relays = properties.relayKeysFile();
    if (relays != null && !relays.toString().isBlank()) {
      Properties keys = readProperties(relays);
      for (String region : keys.stringPropertyNames()) {
        add(relays, keys.getProperty(region).strip(), relay(new RegionName(region)));
      }
    }
  }

  /** Whose key it is. Takes the same time for each that is not known. */
  Optional<Actor> actor(byte[] hash) {
    Actor found = null;
    for (Known one : known) {
      if (one.hash().is(hash)) {
        found = one.actor();
      }
    }
    return Optional.ofNullable(found);
  }

  private void add(Path file, String key, Actor actor) {
    if (key.length() < SHORTEST) {
      throw new IllegalStateException(
          "A key in %s has fewer than %d characters; write a random one."
              .formatted(file, SHORTEST));
    }
    known.add(new Known(HexHash.of(KeyHashes.of(key)), actor));
  }

  private static Actor administrator() {
    return new Actor(
        "bootstrap-admin",
        "Bootstrap administrator",
        new Actor.Holder.Person(),
        Set.of(GlobalRole.ADMINISTRATOR),
        Map.of());
  }

  private static Actor relay(RegionName region) {
    return new Actor(
        "relay:" + region,
        "Relays of " + region,
        new Actor.Holder.Relay(region),
        Set.of(),
        Map.of());
  }

  private static String readText(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "MESHWORK_BOOTSTRAP_ADMIN_KEY_FILE cannot be read: " + file, e);
    }
  }

  private static Properties readProperties(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "MESHWORK_BOOTSTRAP_RELAY_KEYS_FILE cannot be read: " + file, e);
    }
  }
}
