using ImgCompress.Aws;
using ImgCompress.Configuration;
using ImgCompress.Engine.Batches;
using ImgCompress.Engine.Embedded;
using ImgCompress.Engine.Hosting;
using ImgCompress.Engine.Imaging;
using ImgCompress.Engine.Logging;
using ImgCompress.Engine.Polling;
using ImgCompress.Files;
using ImgCompress.Lambda;
using ImgCompress.Ledger;
using ImgCompress.Platform;
using Microsoft.Data.Sqlite;

namespace ImgCompress.Worker;

/// <summary>In Lambda, the function; elsewhere, the poller.</summary>
internal static class Program
{
    /// <summary>How long the poller waits between two receives from an empty queue; SQS itself waits on top of that.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest that SQS waits for a message.</summary>
    private static readonly TimeSpan LongPoll = TimeSpan.FromSeconds(20);

    public static async Task<int> Main(string[] args)
    {
        NativeHeap.SetUp();
        switch (args)
        {
            case []:
                break;
            case ["--help" or "-h" or "-?"]:
                Console.Out.WriteLine(WorkerHelp.Text);
                return ExitCode.Success;
            case ["--version"]:
                Console.Out.WriteLine(typeof(Program).Assembly.GetName().Version?.ToString(3));
                return ExitCode.Success;
            default:
                Console.Error.WriteLine(
                    $"img-compress-worker: unknown argument '{args[0]}'; --help lists the settings that the environment holds");
                return ExitCode.WrongUse;
        }

        using var stop = new StopSignals();
        var time = TimeProvider.System;
        return Environment.GetEnvironmentVariable(LambdaEnvironment.RuntimeApiName) is { Length: > 0 } address
            ? await ServeAsync(address, new WorkerLog(Console.Out, json: true, time), time, stop.Token)
            : await PollAsync(new WorkerLog(Console.Out, json: false, time), time, stop.Token);
    }

    private static async Task<int> ServeAsync(string address, WorkerLog log, TimeProvider time, CancellationToken stop)
    {
        var parts = new Stack<IDisposable>();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        try
        {
            return await LambdaHost.RunAsync(
                address,
                () =>
                {
                    var options = ReadOptions();
                    var (backend, host, _) = Open(options, time, parts);

                    // While the first invocation is asked for and its item claimed; a fault comes back where the library is used.
                    _ = Task.Run(ImageResizer.LoadLibraries, CancellationToken.None);
                    return new BatchHandler(backend.Queue, host.Processor, options.Parallel, options.Delivery.Lease, time, log)
                    {
                        LeftHanging = end.Cancel,
                    }
                        .HandleAsync;
                },
                log.Fault,
                end.Token);
        }
        finally
        {
            DisposeAll(parts);
        }
    }

    private static async Task<int> PollAsync(WorkerLog log, TimeProvider time, CancellationToken stop)
    {
        var parts = new Stack<IDisposable>();
        try
        {
            var options = ReadOptions();
            var (backend, host, ownership) = Open(options, time, parts);
            await TakeAsync(ownership, log, stop);
            var poller = new Poller(backend.Queue, host.Processor, options.Visibility, time, log.Delivery)
            {
                Fault = exception => log.Fault(exception.Message),
            };
            log.Information("waiting for work", ("root", options.Settings.Root), ("queue", options.Settings.Aws?.QueueUrl ?? "embedded"));
            await poller.RunAsync(
                options.Parallel, token => Task.Delay(Idle, time, token).ContinueWith(_ => true, TaskScheduler.Default), stop);
            log.Information("stopped");
            return ExitCode.Success;
        }
        catch (HungDeliveryException hung)
        {
            log.Fault(hung.Message);
            return ExitCode.Failed;
        }
        catch (Exception exception) when (
            exception is UsageException or ForeignRootException or AwsFaultException or FileFaultException or SqliteException
                or InvalidDataException)
        {
            Console.Error.WriteLine($"img-compress-worker: {exception.Message}");
            return ExitCode.WrongUse;
        }
        finally
        {
            DisposeAll(parts);
        }
    }

    /// <summary>At the start already; an outage of AWS is waited for, since each claim asks again.</summary>
    private static async Task TakeAsync(RootOwnership ownership, WorkerLog log, CancellationToken stop)
    {
        try
        {
            await ownership.TakeAsync(stop);
        }
        catch (AwsFaultException fault)
        {
            log.Fault(fault.Message);
        }
    }

    /// <summary>On AWS where the settings name queue and table; else on the embedded ledger of the root, alone there.</summary>
    private static (Backend Backend, WorkerHost Host, RootOwnership Ownership) Open(
        WorkerOptions options, TimeProvider time, Stack<IDisposable> parts)
    {
        var backend = options.Settings.Aws is { } aws
            ? Backend.OnAws(aws, LongPoll, time, new Random())
            : Backend.OnDirectory(OpenStore(options, time, parts));
        parts.Push(backend);
        if (backend.Embedded is { } store)
        {
            store.ReleaseMessages(last: store.TakeOver());
        }

        var root = backend.Embedded?.Root ?? FileRoot.Open(options.Settings.Root);
        parts.Push(root);
        var ownership = backend.Embedded?.Ownership ?? new RootOwnership(root, backend.Ledger, time, new Random());
        var host = new WorkerHost(backend.Ledger, root, ownership, options.Limits, options.Memory, options.Delivery);
        parts.Push(host);
        return (backend, host, ownership);
    }

    /// <summary>With its lock. A function whose settings were forgotten must not begin a ledger of its own.</summary>
    private static EmbeddedStore OpenStore(WorkerOptions options, TimeProvider time, Stack<IDisposable> parts)
    {
        if (options.RuntimeApi is null)
        {
            var (store, runLock) = EmbeddedStore.OpenToWork(options.Settings.Root, time, new Random());
            parts.Push(runLock);
            return store;
        }

        var existing = EmbeddedStore.OpenExisting(options.Settings.Root, time, new Random()) ?? throw new UsageException(
            $"{Settings.QueueUrlName}, {Settings.DeadLetterQueueUrlName} and {Settings.TableName} are not set, "
            + $"and '{options.Settings.Root}' has no embedded ledger");
        parts.Push(existing.Lock());
        return existing;
    }

    private static void DisposeAll(Stack<IDisposable> parts)
    {
        while (parts.TryPop(out var part))
        {
            part.Dispose();
        }
    }

    private static WorkerOptions ReadOptions() => WorkerOptions.Read(
        Environment.GetEnvironmentVariable, Environment.ProcessorCount, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
}
