package io.github.dynamosessions.internal.dynamo;

import java.net.UnknownHostException;
import java.util.concurrent.RejectedExecutionException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** What the exception of a call means, and its reason in a few words: the SDK's own texts take up to 1,700 characters. */
final class CallFailure {

    /** Of an error or log line. */
    private static final int MAX_LINE = 300;

    private static final int MAX_REASON = 160;
    private static final Pattern CONTROL_CHARACTERS = Pattern.compile("\\p{Cntrl}+");
    private static final Pattern SDK_CHATTER =
            Pattern.compile("^Unable to execute HTTP request: | \\((SDK Attempt Count|Service: )[^)]*\\)");

    private CallFailure() {}

    /** DynamoDB has answered that a condition failed, or that another write was under way. */
    static boolean isConflict(RuntimeException failure) {
        return SessionCreations.isRefused(failure) || SessionCreations.isConflict(failure);
    }

    /** DynamoDB has answered, if only with an error. */
    static boolean isAnswered(RuntimeException failure) {
        return failure instanceof SdkServiceException;
    }

    /** The caller has ended the call, or has closed its client: this says nothing of DynamoDB. */
    static boolean isEndedByCaller(RuntimeException failure) {
        return failure instanceof AbortedException || isClosedClient(failure);
    }

    /** As its HTTP client and its timer say it. */
    private static boolean isClosedClient(RuntimeException failure) {
        return failure instanceof RejectedExecutionException
                || failure instanceof IllegalStateException
                        && String.valueOf(failure.getMessage()).contains("shut down");
    }

    /** The error code of DynamoDB; empty if it has not answered. */
    static String code(RuntimeException failure) {
        return failure instanceof AwsServiceException refused && refused.awsErrorDetails() != null
                ? String.valueOf(refused.awsErrorDetails().errorCode())
                : "";
    }

    /** In one line of at most 160 characters. */
    static String reason(RuntimeException failure) {
        if (failure instanceof AwsServiceException refused && refused.awsErrorDetails() != null) {
            return shortened(code(refused) + ": " + refused.awsErrorDetails().errorMessage(), MAX_REASON);
        }
        String unknownHost = unknownHost(failure);
        if (unknownHost != null) {
            return shortened("unknown host " + unknownHost, MAX_REASON);
        }
        if (failure instanceof AbortedException) {
            return "the thread was interrupted";
        }
        if (isClosedClient(failure)) {
            return "its client is closed";
        }
        if (failure.getMessage() == null) {
            return failure.getClass().getSimpleName();
        }
        if (isWithoutCredentials(failure)) {
            return "no AWS credentials found in environment, profile, container or instance";
        }
        return shortened(SDK_CHATTER.matcher(failure.getMessage()).replaceAll(""), MAX_REASON);
    }

    /** Whether the AWS default chain has found no credentials. */
    static boolean isWithoutCredentials(RuntimeException failure) {
        return failure instanceof SdkClientException
                && String.valueOf(failure.getMessage()).startsWith("Unable to load credentials from any of");
    }

    private static @Nullable String unknownHost(Throwable failure) {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            if (e instanceof UnknownHostException) {
                return e.getMessage();
            }
        }
        return null;
    }

    /** A line of at most 300 characters, of which the middle may lose its end. */
    static String line(String before, String middle, String after) {
        return before + shortened(middle, Math.max(20, MAX_LINE - before.length() - after.length())) + after;
    }

    /** In one line. */
    static String shortened(String text, int max) {
        String line = CONTROL_CHARACTERS.matcher(text).replaceAll(" ");
        return line.length() <= max ? line : line.substring(0, max - 1) + "…";
    }
}
