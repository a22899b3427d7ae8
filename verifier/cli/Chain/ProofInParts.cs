using System;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Evidence;
using Verifiable.Chain.Protocol;
using Verifiable.Chain.Transactions;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Chain;

/// <summary>A margin that the contract recomputes in several transactions, and a payment on it.</summary>
internal static class ProofInParts
{
    /// <summary>
    /// Cells of one transaction. With their rows they cost some 1,200 gas each (contracts/README.md), so that a part stays
    /// well below what a transaction may use.
    /// </summary>
    private const int CellsOfPart = 4_000;

    /// <summary>Proves what is not proved yet, draws the result, and withdraws on it.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.ChainStateMismatch"/> for a session that is of another account or does not exist.
    /// </exception>
    internal static async Task<(WithdrawAction Action, WithdrawOutcome Outcome)> PayAsync(
        ProofInputs inputs,
        ProtocolContracts contracts,
        Bytes32 session,
        TransactionSender owner,
        Terminal terminal,
        CancellationToken cancellation)
    {
        ProofSession begun = await contracts.SelfProof.SessionAsync(session, cancellation);
        Book book = inputs.Book;
        if (begun.Action.Account != book.Account)
        {
            throw new MarginException(
                ErrorCode.ChainStateMismatch,
                string.Empty,
                "--session",
                session.ToString(),
                $"a session of {book.Account}, as chain session printed it");
        }

        MarginResult after = inputs.Margin(begun.Action.Apply(book, inputs.Model.StableAsset));
        int count = after.Totals.Length;
        int part = Math.Max(1, CellsOfPart / Math.Max(1, book.Positions.Length));
        for (int from = begun.Next; from < count; from += part)
        {
            int to = Math.Min(from + part, count);
            await contracts.SelfProof.ProveAsync(
                owner, session, from, to, book.Positions, inputs.Market, cancellation);
            terminal.Say($"proved {to} of {count} scenarios");
        }

        if (begun.Round == 0)
        {
            long hint = TailTotals.Hint(after.Totals, inputs.Scenarios, inputs.Model.Measure);
            await contracts.SelfProof.FinishAsync(
                owner, session, after.Totals, hint, book.Positions, inputs.Market, cancellation);
        }

        return (begun.Action, await contracts.Vault.WithdrawProvedAsync(owner, begun.Action, session, cancellation));
    }
}
