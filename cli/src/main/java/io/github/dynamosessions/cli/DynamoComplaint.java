package io.github.dynamosessions.cli;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** The one line about a call that failed. */
final class DynamoComplaint {

    private DynamoComplaint() {}

    static String of(SdkException e) {
        if (e instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null) {
            AwsErrorDetails details = refusal.awsErrorDetails();
            return "DynamoDB refused: " + details.errorCode() + ": " + details.errorMessage();
        }
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        // The SDK goes on with a list of all its classes that found nothing.
        return "DynamoDB failed: "
                + message.replaceFirst(
                        " from any of the providers in the chain.*",
                        " from the AWS default chain (environment, profile, container, instance);"
                                + " --region and --profile say more");
    }
}
