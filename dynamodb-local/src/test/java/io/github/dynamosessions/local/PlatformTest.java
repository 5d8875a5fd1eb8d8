package io.github.dynamosessions.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.dynamodbv2.local.shared.access.sqlite.SQLiteLibraryLoader;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PlatformTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, native/Linux/x86_64/libsqlite4java.so",
        "Linux, aarch64, native/Linux/aarch64/libsqlite4java.so",
        "Mac OS X, x86_64, native/Mac/x86_64/libsqlite4java.dylib",
        "Mac OS X, aarch64, native/Mac/aarch64/libsqlite4java.dylib",
        "Windows 11, amd64, native/Windows/x86_64/sqlite4java.dll",
    })
    void knowsTheLibraryOfEachPlatform(String osName, String osArch, String library) {
        assertThat(Platform.of(osName, osArch).nativeLibrary()).endsWith(library);
    }

    @ParameterizedTest
    @MethodSource("supported")
    void theEngineBringsTheLibraryOfEverySupportedPlatform(String platform) {
        String[] parts = platform.split("/");

        assertThat(SQLiteLibraryLoader.class.getResource("/" + new Platform(parts[0], parts[1]).nativeLibrary()))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, ppc64le, Linux/ppc64le",
        "FreeBSD, amd64, FreeBSD/x86_64",
        "Windows 11, aarch64, Windows/aarch64"
    })
    void anUnsupportedPlatformIsToldWhatElseToDo(String osName, String osArch, String found) {
        assertThatThrownBy(() -> Platform.of(osName, osArch).nativeLibrary())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("for " + found + ",")
                .hasMessageContaining("only for Linux/aarch64, Linux/x86_64, Mac/aarch64, Mac/x86_64, Windows/x86_64")
                .hasMessageContaining("-Ddynamodb=docker")
                .hasMessageContaining("-Ddynamodb.endpoint=http://host:port");
    }

    static Set<String> supported() {
        return Platform.supported();
    }
}
