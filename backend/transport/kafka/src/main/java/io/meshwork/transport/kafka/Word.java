package io.meshwork.transport.kafka;

import io.meshwork.model.InstallationId;
import org.jspecify.annotations.Nullable;

/** What a record in the topic of marks says. */
sealed interface Word permits Mark, Word.Unread, Word.Damaged {
  /**
   * Written by somebody whose words this version does not know: what it stands for is not touched.
   *
   * @param installation whose, {@code null} where not even that can be read
   * @param why what is not understood, after "its mark"
   */
  record Unread(@Nullable InstallationId installation, String why) implements Word {}

  /** Written by no deployer: stands for nothing. */
  record Damaged() implements Word {}
}
