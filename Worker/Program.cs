using ImgCompress.Aws;
using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Lambda;
using ImgCompress.Worker.Imaging;
using Microsoft.Data.Sqlite;

namespace ImgCompress.Worker;

/// <summary>In Lambda, the function; elsewhere, the poller.</summary>
internal static class Program
{
    private const int WrongUse = 2;

    /// <summary>How long the poller waits between two looks into an empty queue; SQS itself waits on top of that.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(200);

    public static async Task<int> Main(string[] args)
    {
        switch (args)
        {
            case []:
                break;
            case ["--help" or "-h" or "-?"]:
                Console.Out.WriteLine(WorkerHelp.Text);
                return 0;
            case ["--version"]:
                Console.Out.WriteLine(typeof(Program).Assembly.GetName().Version?.ToString(3));
                return 0;
            default:
                Console.Error.WriteLine($"img-compress-worker: '{args[0]}' is no argument of it; --help says what it takes from the environment");
                return WrongUse;
        }

        using var stop = new StopSignals();
        var time = TimeProvider.System;
        return Environment.GetEnvironmentVariable(LambdaHost.AddressName) is { Length: > 0 } address
            ? await ServeAsync(address, new WorkerLog(Console.Out, json: true, time), time, stop.Token)
            : await PollAsync(new WorkerLog(Console.Out, json: false, time), time, stop.Token);
    }

    private static async Task<int> ServeAsync(string address, WorkerLog log, TimeProvider time, CancellationToken stop)
    {
        Workplace? place = null;
        try
        {
            return await LambdaHost.RunAsync(
                address,
                () =>
                {
                    var options = ReadOptions();
                    place = Workplace.Open(options, time);

                    // While the first invocation is asked for and its item claimed; a fault comes back where the library is used.
                    _ = Task.Run(Codec.Chosen.SetUp, CancellationToken.None);
                    return new BatchHandler(place.Queue, place.Processor, options.Parallel, options.Flow.Lease, time, log).HandleAsync;
                },
                log.Fault,
                stop);
        }
        finally
        {
            place?.Dispose();
        }
    }

    private static async Task<int> PollAsync(WorkerLog log, TimeProvider time, CancellationToken stop)
    {
        try
        {
            var options = ReadOptions();
            using var place = Workplace.Open(options, time);
            var poller = new Poller(place.Queue, place.Processor, options.Visibility, time, log.Delivery)
            {
                Fault = exception => log.Fault(exception.Message),
            };
            log.Information("waiting for work", ("root", options.Settings.Root), ("queue", options.Settings.Aws?.QueueUrl ?? "embedded"));
            await poller.RunAsync(options.Parallel, token => Task.Delay(Idle, time, token).ContinueWith(_ => true, TaskScheduler.Default), stop);
            log.Information("stopped");
            return 0;
        }
        catch (Exception exception) when (exception is SettingsException or AwsFaultException or FileFaultException or SqliteException)
        {
            Console.Error.WriteLine($"img-compress-worker: {exception.Message}");
            return WrongUse;
        }
    }

    private static WorkerOptions ReadOptions() => WorkerOptions.Read(
        Environment.GetEnvironmentVariable, Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
}
