using System.CommandLine;
using ImgCompress.Aws;
using ImgCompress.Configuration;
using ImgCompress.Engine.Delivery;
using ImgCompress.Ledger.Dynamo;
using ImgCompress.Queue.Sqs;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>init</c>: creates queues and table for development. What is deployed comes from template.yaml.</summary>
internal sealed class InitCommand(CommandContext context)
{
    private const string DefaultName = "img-compress";

    /// <summary>
    /// As the template's. More than the worker's attempts, so that a delivery remains to record that they are used up; and so many that an
    /// outage longer than a lease does not use them up.
    /// </summary>
    internal const int MaxReceiveCount = 20;

    private readonly Option<string?> _queue = new("--queue")
    {
        Description = "The queue's name; its dead-letter queue is called NAME-dead-letters "
            + $"[default: that of {Settings.QueueUrlName}, or {DefaultName}]",
        HelpName = "NAME",
    };

    private readonly Option<string?> _table = new("--table")
    {
        Description = $"The table's name [default: {Settings.TableName}, or {DefaultName}]",
        HelpName = "NAME",
    };

    public Command Build()
    {
        var command = new Command("init", "Create the queue, its dead-letter queue and the table, for development; existing ones stay")
        {
            _queue, _table,
        };
        command.SetAction(InitAsync);
        return command;
    }

    private async Task<int> InitAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var configured = Environment.GetEnvironmentVariable(Settings.QueueUrlName);
        var queue = result.GetValue(_queue) ?? configured?.Split('/')[^1] ?? DefaultName;
        var table = result.GetValue(_table) ?? Environment.GetEnvironmentVariable(Settings.TableName) ?? DefaultName;
        using var sqs = AwsClients.Sqs();
        var urls = await SqsSetup.CreateAsync(
            sqs, queue, new DeliverySettings().Lease, MaxReceiveCount, context.Time, context.Random, cancellationToken);
        using var ledger = new DynamoLedger(AwsClients.DynamoDb(), table, context.Time, context.Random);
        await ledger.CreateTableAsync(cancellationToken);
        Console.Out.WriteLine($"export {Settings.QueueUrlName}={urls.Queue}");
        Console.Out.WriteLine($"export {Settings.DeadLetterQueueUrlName}={urls.DeadLetters}");
        Console.Out.WriteLine($"export {Settings.TableName}={table}");
        return ExitCode.Success;
    }
}
