using System;
using System.CommandLine;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Chain.Watching;
using Verifiable.Cli.Chain;
using Verifiable.Kernel;

namespace Verifiable.Cli.Commands;

/// <summary>watch: follows a chain and a folder of bundles, and disproves what is wrong.</summary>
internal static class WatchCommand
{
    private static readonly Argument<string> Folder = new("FOLDER")
    {
        Description = "Where the bundles arrive, *.vmb. A bundle is judged when it is new or has changed.",
    };

    private static readonly Option<string?> State = new("--state")
    {
        Description = "What is remembered between two runs; without it watch.json in the folder.",
        HelpName = "FILE",
    };

    private static readonly Option<string> Poll = new("--poll")
    {
        Description = "The time between two rounds.",
        DefaultValueFactory = static _ => "2s",
        HelpName = "DURATION",
    };

    private static readonly Option<bool> Once = new("--once")
    {
        Description = "One round, then exit code 0, or 1 when an attestation is wrong.",
    };

    internal static Command Create()
    {
        Command command = new(
            "watch",
            "Follow the chain, replay every bundle of a folder, and tell what is wrong or missing. With a key it "
            + "disproves by itself. It may be killed and started again, and outlives a node that fails or "
            + "reorganises its chain.\n\nExample:\n"
            + "  verifiable watch bundles --keystore challenger.json --password-file password")
        {
            Folder,
            State,
            Poll,
            Once,
            KeyOptions.Keystore,
            KeyOptions.Account,
            KeyOptions.PasswordFile,
        };
        ChainOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        Terminal terminal = Terminal.From(parsed);
        TimeSpan poll = TimeSpan.FromSeconds(ChainDeploy.DurationOf(parsed.GetRequiredValue(Poll), Poll.Name));
        bool once = parsed.GetValue(Once);
        string? named = parsed.GetValue(KeyOptions.Keystore) ?? parsed.GetValue(KeyOptions.Account);
        using PrivateKey? key = named is null ? null : KeyOptions.Open(parsed);
        using ChainConnection connection = await OpenAsync(parsed, terminal, poll, once, cancellation);
        ProtocolContracts contracts = connection.Protocol(parsed);
        string folder = FolderOf(parsed);
        string file = parsed.GetValue(State) ?? Path.Combine(folder, "watch.json");
        WatchState state = StateOf(file, connection.ChainId, contracts);
        using TransactionSender? challenger = key is null
            ? null
            : new TransactionSender(
                connection.Node, key, connection.ChainId, journal: new TransactionJournal($"{file}.journal"));
        if (key is not null)
        {
            await DevFaucet.FillAsync(connection, key.Address, cancellation);
        }

        AttestationWatch watch = new(contracts, connection.Node, folder, challenger, one => Tell(terminal, one));
        while (true)
        {
            try
            {
                state = await watch.StepAsync(state, cancellation);
                state.Write(file);
            }
            catch (MarginException refusal) when (!once && IsOfTheNode(refusal))
            {
                Tell(terminal, new WatchEvent(WatchEventKind.Waiting, default, refusal.Message));
            }

            if (once)
            {
                return watch.Wrong.Count == 0 ? ExitCode.Yes : ExitCode.No;
            }

            await Task.Delay(poll, cancellation);
        }
    }

    /// <summary>A node that is not there yet is waited for, except in a single round.</summary>
    private static async Task<ChainConnection> OpenAsync(
        ParseResult parsed, Terminal terminal, TimeSpan poll, bool once, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await ChainConnection.OpenAsync(parsed, cancellation);
            }
            catch (MarginException refusal) when (!once && IsOfTheNode(refusal))
            {
                Tell(terminal, new WatchEvent(WatchEventKind.Waiting, default, refusal.Message));
                await Task.Delay(poll, cancellation);
            }
        }
    }

    private static bool IsOfTheNode(MarginException refusal) => refusal.Code is ErrorCode.NodeUnreachable
        or ErrorCode.ReplyMalformed or ErrorCode.NodeRefused or ErrorCode.ReceiptMissing;

    private static string FolderOf(ParseResult parsed)
    {
        string folder = parsed.GetRequiredValue(Folder);
        return Directory.Exists(folder)
            ? folder
            : throw new MarginException(
                ErrorCode.FileUnreadable, folder, Folder.Name, "no folder", "a folder that bundles arrive in");
    }

    /// <summary>What was remembered of this protocol; nothing in a first run.</summary>
    private static WatchState StateOf(string file, ulong chainId, ProtocolContracts contracts)
    {
        WatchState state = WatchState.Read(file) ?? WatchState.Empty(chainId, contracts.Verifier.Address);
        return state.ChainId == chainId && state.Verifier == contracts.Verifier.Address
            ? state
            : throw new MarginException(
                ErrorCode.ChainStateMismatch,
                file,
                "verifier",
                $"{state.Verifier} of chain {state.ChainId}",
                $"{contracts.Verifier.Address} of chain {chainId}: another --state FILE");
    }

    private static void Tell(Terminal terminal, WatchEvent one)
    {
        if (one.Kind is WatchEventKind.Waiting or WatchEventKind.Reorganised)
        {
            terminal.Say($"{one.Kind}: {one.Text}");
            return;
        }

        terminal.Answer($"{one.Digest} {one.Kind}: {one.Text}");
        terminal.AnswerJson(new JsonObject
        {
            ["digest"] = one.Digest.ToString(),
            ["event"] = one.Kind.ToString(),
            ["text"] = one.Text,
            ["kind"] = one.Found?.Fault.Kind.ToString(),
            ["path"] = one.Found?.Fault.Path,
        });
    }
}
