using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;
using Verifiable.Attestation.Evidence;
using Verifiable.Chain.Protocol;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Chain;

/// <summary>A payment in cash as options state it, and how its outcome is told.</summary>
internal static class Payment
{
    private static readonly Option<string?> Amount = new("--amount")
    {
        Description = "Dollars to be paid.",
    };

    private static readonly Option<string?> Recipient = new("--to")
    {
        Description = "Who is paid.",
        HelpName = "ADDRESS",
    };

    internal static void AddTo(Command command)
    {
        command.Options.Add(Amount);
        command.Options.Add(Recipient);
    }

    /// <summary>Refuses a payment beside what has one already.</summary>
    internal static void RequireNone(CommandResult result, string needed) =>
        OptionRules.RequireNone(result, needed, Amount, Recipient);

    /// <summary>Whether one is stated, if only half.</summary>
    internal static bool IsStated(ParseResult parsed) =>
        parsed.GetValue(Amount) is not null || parsed.GetValue(Recipient) is not null;

    /// <summary>Reads it; refuses one that is half stated.</summary>
    internal static WithdrawAction Read(ParseResult parsed, Bytes32 account) => new(
        account,
        0,
        ChainDeposit.ParseCash(Required(parsed, Amount), Amount.Name),
        Address.Parse(Required(parsed, Recipient), string.Empty, Recipient.Name));

    /// <summary>Answers with what became of it.</summary>
    internal static void Tell(Terminal terminal, WithdrawAction action, WithdrawOutcome outcome)
    {
        string status = outcome.ExitId is null ? "paid" : "queued";
        terminal.Answer($"{status} {action.Amount} raw units to {action.Recipient}, {outcome.Receipt.GasUsed} gas");
        terminal.AnswerJson(new JsonObject
        {
            ["status"] = status,
            ["amount"] = $"{action.Amount}",
            ["gas"] = outcome.Receipt.GasUsed,
            ["exit"] = outcome.ExitId is { } exit ? $"{exit}" : null,
        });
    }

    private static string Required(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) ?? throw new MarginException(
            ErrorCode.CommandLineMalformed, string.Empty, option.Name, string.Empty, "a payment has --amount and --to");
}
