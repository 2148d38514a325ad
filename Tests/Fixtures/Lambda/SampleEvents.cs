namespace ImgCompress.Tests.Fixtures.Lambda;

/// <summary>Events of an SQS event source mapping.</summary>
internal static class SampleEvents
{
    /// <summary>Of a standard queue, as the documentation of AWS Lambda shows it.</summary>
    public const string Standard = """
        {
            "Records": [
                {
                    "messageId": "059f36b4-87a3-44ab-83d2-661975830a7d",
                    "receiptHandle": "AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a...",
                    "body": "Test message.",
                    "attributes": {
                        "ApproximateReceiveCount": "1",
                        "SentTimestamp": "1545082649183",
                        "SenderId": "AIDAIENQZJOLO23YVJ4VO",
                        "ApproximateFirstReceiveTimestamp": "1545082649185"
                    },
                    "messageAttributes": {
                        "myAttribute": {
                            "stringValue": "myValue",
                            "stringListValues": [],
                            "binaryListValues": [],
                            "dataType": "String"
                        }
                    },
                    "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                    "eventSource": "aws:sqs",
                    "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:my-queue",
                    "awsRegion": "us-east-2"
                },
                {
                    "messageId": "2e1424d4-f796-459a-8184-9c92662be6da",
                    "receiptHandle": "AQEBzWwaftRI0KuVm4tP+/7q1rGgNqicHq...",
                    "body": "Test message.",
                    "attributes": {
                        "ApproximateReceiveCount": "1",
                        "SentTimestamp": "1545082650636",
                        "SenderId": "AIDAIENQZJOLO23YVJ4VO",
                        "ApproximateFirstReceiveTimestamp": "1545082650649"
                    },
                    "messageAttributes": {},
                    "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                    "eventSource": "aws:sqs",
                    "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:my-queue",
                    "awsRegion": "us-east-2"
                }
            ]
        }
        """;

    /// <summary>Of a FIFO queue, as the documentation of AWS Lambda shows it.</summary>
    public const string Fifo = """
        {
            "Records": [
                {
                    "messageId": "11d6ee51-4cc7-4302-9e22-7cd8afdaadf5",
                    "receiptHandle": "AQEBBX8nesZEXmkhsmZeyIE8iQAMig7qw...",
                    "body": "Test message.",
                    "attributes": {
                        "ApproximateReceiveCount": "1",
                        "SentTimestamp": "1573251510774",
                        "SequenceNumber": "18849496460467696128",
                        "MessageGroupId": "1",
                        "SenderId": "AIDAIO23YVJENQZJOL4VO",
                        "MessageDeduplicationId": "1",
                        "ApproximateFirstReceiveTimestamp": "1573251510774"
                    },
                    "messageAttributes": {},
                    "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                    "eventSource": "aws:sqs",
                    "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:fifo.fifo",
                    "awsRegion": "us-east-2"
                }
            ]
        }
        """;

    /// <summary>With a message attribute of every data type of SQS, and one with a label of its own.</summary>
    public const string WithAttributes = """
        {
            "Records": [
                {
                    "messageId": "c80e8021-a70a-42c7-a470-796e1186f753",
                    "receiptHandle": "AQEBJQ+/u6NsnT5t8Q/VbVxgdUl4TMKZ5F...",
                    "body": "Test message.",
                    "attributes": {
                        "ApproximateReceiveCount": "3",
                        "AWSTraceHeader": "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1",
                        "SentTimestamp": "1545082649183",
                        "SenderId": "AIDAIENQZJOLO23YVJ4VO",
                        "ApproximateFirstReceiveTimestamp": "1545082649185"
                    },
                    "messageAttributes": {
                        "text": {
                            "stringValue": "größer \"und\" <kleiner>",
                            "stringListValues": [],
                            "binaryListValues": [],
                            "dataType": "String"
                        },
                        "number": {
                            "stringValue": "123.456",
                            "stringListValues": [],
                            "binaryListValues": [],
                            "dataType": "Number"
                        },
                        "bytes": {
                            "binaryValue": "iVBORw0KGgr/+w==",
                            "stringListValues": [],
                            "binaryListValues": [],
                            "dataType": "Binary"
                        },
                        "labelled": {
                            "binaryValue": "",
                            "stringListValues": [],
                            "binaryListValues": [],
                            "dataType": "Binary.png"
                        },
                        "lists": {
                            "stringListValues": ["a", ""],
                            "binaryListValues": ["AQI=", "AwQF"],
                            "dataType": "String"
                        }
                    },
                    "md5OfBody": "e4e68fb7bd0e697a0ae8f1bb342846b3",
                    "md5OfMessageAttributes": "c48838208d2b4e14e3ca0093a8443f09",
                    "eventSource": "aws:sqs",
                    "eventSourceARN": "arn:aws:sqs:us-east-2:123456789012:my-queue",
                    "awsRegion": "us-east-2"
                }
            ]
        }
        """;
}
