package io.meshwork.controlplane.access;

import io.meshwork.model.ApplicationName;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The keys of applications: 256 random bits, shown once, kept as SHA-256. */
public interface ApiKeys {
  /**
   * Makes a key. Only people may: a key cannot make keys.
   *
   * @throws io.meshwork.model.MeshException {@link AccessError#NOT_FOUND}, {@link
   *     AccessError#FORBIDDEN}, {@link AccessError#INVALID_KEY_REQUEST}
   */
  IssuedKey issue(Actor actor, ApplicationName application, KeyRequest request);

  /** All keys, revoked ones too, newest first. */
  List<ApiKey> list(Actor actor, ApplicationName application);

  /** One key, whosever it is and also when it was taken back: for programs only. */
  Optional<ApiKey> find(UUID key);

  /** Takes a key back, at once; twice is as once. */
  void revoke(Actor actor, ApplicationName application, UUID key);
}
