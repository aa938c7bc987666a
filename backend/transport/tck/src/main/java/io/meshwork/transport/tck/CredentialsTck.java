package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Credential;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.TransportError;
import org.junit.jupiter.api.Test;

/** Makes credentials, shown once. */
public abstract class CredentialsTck extends TransportTck {
  @Test
  void makesASecretThatNobodyCanGuess() {
    Credential one = bench().deployer().makeCredential("tck-" + Bench.unique());
    Credential other = bench().deployer().makeCredential("tck-" + Bench.unique());

    assertThat(one.secret()).hasSizeGreaterThanOrEqualTo(20).isNotEqualTo(other.secret());
  }

  @Test
  void makesAnotherSecretWhenAskedAgain() {
    String principal = "tck-" + Bench.unique();
    Credential first = bench().deployer().makeCredential(principal);

    Credential second = bench().deployer().makeCredential(principal);

    assertThat(second.principal()).isEqualTo(first.principal());
    assertThat(second.secret()).isNotEqualTo(first.secret());
  }

  @Test
  void leavesAPrincipalThatOthersMadeUntouched() {
    String principal = "tck-" + Bench.unique();
    bench().foreigner().createPrincipal(principal);

    Refusals.assertFails(
        TransportError.BROKER_REFUSED, () -> bench().deployer().makeCredential(principal));
  }

  @Test
  void tellsNobodyTheSecret() {
    Credential credential = bench().deployer().makeCredential("tck-" + Bench.unique());

    assertThat(credential.toString()).doesNotContain(credential.secret());
  }

  @Test
  void letsInWhoHasTheNewestSecret() {
    String principal = "tck-" + Bench.unique();
    Credential old = bench().deployer().makeCredential(principal);
    bench().await().until(() -> isLetIn(old));

    Credential fresh = bench().deployer().makeCredential(principal);

    bench().await().until(() -> isLetIn(fresh));
    bench().await().until(() -> !isLetIn(old));
    assertThat(isLetIn(new Credential("tck-" + Bench.unique(), fresh.secret()))).isFalse();
  }

  /** What it may do then is another question. */
  private boolean isLetIn(Credential credential) {
    ChannelAddress channel = bench().address(bench().entry());
    try (Reader reader = bench().transport().reader(bench().accessAs(credential))) {
      reader.ends(channel);
      return true;
    } catch (MeshException e) {
      return e.code() == TransportError.NOT_AUTHORIZED
          || e.code() == TransportError.CHANNEL_NOT_FOUND;
    }
  }
}
