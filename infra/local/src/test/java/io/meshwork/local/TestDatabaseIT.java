package io.meshwork.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class TestDatabaseIT {
  @Test
  void givesEveryCallerAnEmptyDatabaseOfItsOwn() throws SQLException {
    String one = TestDatabase.freshDatabase();
    String two = TestDatabase.freshDatabase();

    try (var first = DriverManager.getConnection(one);
        var statement = first.createStatement()) {
      statement.execute("CREATE TABLE kept (n int)");
    }

    assertThat(tables(one)).isEqualTo(1);
    assertThat(tables(two)).isZero();
  }

  @Test
  void refusesAWrongPassword() {
    String address = TestDatabase.freshDatabase();
    String guessed = address.replace(TestDatabase.password(), "guessed");

    assertThatThrownBy(() -> DriverManager.getConnection(guessed).close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining(TestDatabase.user());
  }

  private static int tables(String address) throws SQLException {
    try (var connection = DriverManager.getConnection(address);
        var statement = connection.createStatement();
        var found =
            statement.executeQuery(
                "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")) {
      found.next();
      return found.getInt(1);
    }
  }
}
