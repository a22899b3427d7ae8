using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using Verifiable.Attestation.Encoding;
using Verifiable.Attestation.Signing;
using Verifiable.Chain.Abi;
using Verifiable.Chain.Nodes;
using Verifiable.Chain.Rpc;
using Verifiable.Documents.Hashing;
using Verifiable.Kernel;

namespace Verifiable.Chain.Transactions;

/// <summary>
/// Sends type-2 transactions of one key; the only writer of its nonces. A transaction whose fate is unknown is offered
/// again as the same bytes before any other, so that nothing is ever done twice.
/// </summary>
/// <param name="node">The node.</param>
/// <param name="key">The key; it belongs to the caller.</param>
/// <param name="chainId">The chain that may execute the transactions.</param>
/// <param name="options">Patience; the defaults when null.</param>
/// <param name="journal">Where signed bytes are kept before they are sent; null keeps them in memory only.</param>
public sealed class TransactionSender(
    IChainNode node, PrivateKey key, ulong chainId, SenderOptions? options = null, TransactionJournal? journal = null)
    : IDisposable
{
    private const int FeeHistoryBlocks = 10;
    private const int NonceAttempts = 3;
    private static readonly TimeSpan LongestPoll = TimeSpan.FromSeconds(1);

    private readonly SenderOptions _options = options ?? new SenderOptions();
    private readonly SemaphoreSlim _nonceWriter = new(1, 1);
    private readonly Queue<SignedTransaction> _unsettled = new(journal?.Read() ?? []);
    private ulong _nextNonce;
    private int _inFlight;

    /// <summary>The sender's address.</summary>
    public Address Address => key.Address;

    /// <summary>The node that the transactions go to.</summary>
    public IChainNode Node => node;

    /// <summary>Sends a transaction and waits until it is mined and confirmed.</summary>
    /// <param name="request">What it should do.</param>
    /// <param name="reverts">Names the reason of a revert.</param>
    /// <param name="contract">The contract's name, for a refusal's text.</param>
    /// <param name="function">The function's name, for a refusal's text.</param>
    /// <param name="cancellation">Ends the wait; a transaction that was sent may still be mined.</param>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.TransactionReverted"/> with a <see cref="RevertReason"/>,
    /// <see cref="ErrorCode.ReceiptMissing"/>, or a failure of the node.
    /// </exception>
    public async Task<TransactionReceipt> SendAsync(
        TransactionRequest request,
        RevertDecoder reverts,
        string contract,
        string function,
        CancellationToken cancellation = default)
    {
        CallRequest message = new() { From = Address, To = request.To, Data = request.Data, Value = request.Value };
        GasOutcome gas = request.GasLimit is ulong limit
            ? new GasOutcome(Reverted: false, limit, default)
            : WithMargin(await node.EstimateGasAsync(message, cancellation).ConfigureAwait(false));
        if (gas.Reverted)
        {
            throw reverts.Decode(gas.RevertData.Span).ToException(contract, function);
        }

        SignedTransaction sent = await SubmitAsync(request, gas.Gas, cancellation).ConfigureAwait(false);
        try
        {
            TransactionReceipt receipt = await AwaitReceiptAsync(sent, cancellation).ConfigureAwait(false);
            return receipt.Succeeded
                ? receipt
                : throw (await ExplainAsync(message with { GasLimit = gas.Gas }, receipt, reverts, cancellation)
                    .ConfigureAwait(false)).ToException(contract, function);
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <summary>Frees the lock; the key stays with its owner.</summary>
    public void Dispose() => _nonceWriter.Dispose();

    private GasOutcome WithMargin(GasOutcome estimate)
    {
        UInt128 padded = (UInt128)estimate.Gas * (100 + _options.GasMarginPercent) / 100;
        return estimate with { Gas = (ulong)UInt128.Min(padded, Math.Max(estimate.Gas, SenderOptions.MaxGas)) };
    }

    private async Task<SignedTransaction> SubmitAsync(
        TransactionRequest request, ulong gas, CancellationToken cancellation)
    {
        await _nonceWriter.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await SettleAsync(cancellation).ConfigureAwait(false);
            for (int attempt = 1; ; attempt++)
            {
                ulong nonce = await NextNonceAsync(cancellation).ConfigureAwait(false);
                SignedTransaction signed =
                    Sign(request, gas, nonce, await FeesAsync(cancellation).ConfigureAwait(false));
                journal?.Add(signed);
                _unsettled.Enqueue(signed);
                JsonRpcError? refusal = await OfferAsync(signed, cancellation).ConfigureAwait(false);
                _unsettled.Dequeue();
                if (refusal is null)
                {
                    _nextNonce = nonce + 1;
                    Interlocked.Increment(ref _inFlight);
                    return signed;
                }

                journal?.Remove(signed);
                if (!IsAboutNonce(refusal) || attempt == NonceAttempts)
                {
                    throw JsonRpcClient.Refusal("eth_sendRawTransaction", refusal);
                }

                _nextNonce = 0;
            }
        }
        finally
        {
            _nonceWriter.Release();
        }
    }

    /// <summary>Offers again what an earlier call left with an unknown fate; a refusal settles it too.</summary>
    private async Task SettleAsync(CancellationToken cancellation)
    {
        while (_unsettled.TryPeek(out SignedTransaction? left))
        {
            await OfferAsync(left, cancellation).ConfigureAwait(false);
            _unsettled.Dequeue();
            journal?.Remove(left);
        }
    }

    /// <summary>
    /// While transactions wait, a node may lag behind this sender; once all are mined the node's count stands alone, so
    /// that a development chain may go back in time.
    /// </summary>
    private async Task<ulong> NextNonceAsync(CancellationToken cancellation)
    {
        ulong counted = await node.NonceAsync(Address, BlockReference.Pending, cancellation).ConfigureAwait(false);
        return Volatile.Read(ref _inFlight) == 0 ? counted : Math.Max(counted, _nextNonce);
    }

    private async Task<TransactionFees> FeesAsync(CancellationToken cancellation) =>
        TransactionFees.From(await node.FeeHistoryAsync(FeeHistoryBlocks, cancellation).ConfigureAwait(false));

    private SignedTransaction Sign(TransactionRequest request, ulong gas, ulong nonce, TransactionFees fees)
    {
        Eip1559Transaction transaction = new()
        {
            ChainId = chainId,
            Nonce = nonce,
            MaxFeePerGas = fees.MaxFeePerGas,
            MaxPriorityFeePerGas = fees.MaxPriorityFeePerGas,
            GasLimit = gas,
            To = request.To,
            Value = request.Value,
            Data = request.Data,
        };
        return transaction.Sign(key);
    }

    /// <summary>
    /// Offers the same bytes until the node answers. Null: the node has the transaction, whatever it said ("already
    /// known", "nonce too low" after mining, a development node's report that it reverted). Else why it does not.
    /// </summary>
    private async Task<JsonRpcError?> OfferAsync(SignedTransaction signed, CancellationToken cancellation)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                JsonRpcError? error = await node.SubmitAsync(signed.Raw, cancellation).ConfigureAwait(false);
                bool known = error is null
                    || await node.KnowsTransactionAsync(signed.Hash, cancellation).ConfigureAwait(false);
                return known ? null : error;
            }
            catch (MarginException failure) when (IsTransient(failure) && attempt < _options.SubmitAttempts)
            {
                await Task.Delay(_options.PollInterval * attempt, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<TransactionReceipt> AwaitReceiptAsync(SignedTransaction sent, CancellationToken cancellation)
    {
        List<SignedTransaction> versions = [sent];
        Stopwatch sinceSubmission = Stopwatch.StartNew();
        Stopwatch sinceOffer = Stopwatch.StartNew();
        TimeSpan wait = _options.PollInterval;
        while (sinceSubmission.Elapsed < _options.ReceiptTimeout)
        {
            TransactionReceipt? receipt = await FindConfirmedAsync(versions, cancellation).ConfigureAwait(false);
            if (receipt is not null)
            {
                versions.ForEach(version => journal?.Remove(version));
                return receipt;
            }

            if (sinceOffer.Elapsed >= _options.ReplaceAfter)
            {
                versions.Add(await ReplaceAsync(versions[^1], cancellation).ConfigureAwait(false));
                sinceOffer.Restart();
            }

            await Task.Delay(wait, cancellation).ConfigureAwait(false);
            wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, LongestPoll.Ticks));
        }

        throw new MarginException(
            ErrorCode.ReceiptMissing,
            "node",
            "eth_getTransactionReceipt",
            sent.Hash.ToString(),
            string.Create(
                CultureInfo.InvariantCulture, $"a receipt within {_options.ReceiptTimeout.TotalSeconds:0.#} s"));
    }

    private async Task<TransactionReceipt?> FindConfirmedAsync(
        List<SignedTransaction> versions, CancellationToken cancellation)
    {
        try
        {
            foreach (SignedTransaction version in versions)
            {
                TransactionReceipt? receipt = await node.FindReceiptAsync(version.Hash, cancellation)
                    .ConfigureAwait(false);
                if (receipt is not null && await IsConfirmedAsync(receipt, cancellation).ConfigureAwait(false))
                {
                    return receipt;
                }
            }
        }
        catch (MarginException failure) when (IsTransient(failure))
        {
            // A node that is away for a moment is asked again until the time is up.
        }

        return null;
    }

    private async Task<bool> IsConfirmedAsync(TransactionReceipt receipt, CancellationToken cancellation)
    {
        if (_options.Confirmations <= 1)
        {
            return true;
        }

        Block? head = await node.FindBlockAsync(BlockReference.Latest, cancellation).ConfigureAwait(false);
        return head is not null && head.Number >= receipt.BlockNumber + _options.Confirmations - 1;
    }

    /// <summary>
    /// The same transaction at the same nonce with fees an eighth higher, or today's if they are higher still.
    /// </summary>
    private async Task<SignedTransaction> ReplaceAsync(SignedTransaction stuck, CancellationToken cancellation)
    {
        Eip1559Transaction old = stuck.Transaction;
        TransactionFees paid = new(old.MaxFeePerGas, old.MaxPriorityFeePerGas);
        TransactionFees fees = paid.Bumped();
        try
        {
            fees = fees.AtLeast(await FeesAsync(cancellation).ConfigureAwait(false));
            SignedTransaction replacement =
                (old with { MaxFeePerGas = fees.MaxFeePerGas, MaxPriorityFeePerGas = fees.MaxPriorityFeePerGas })
                .Sign(key);
            journal?.Add(replacement);
            await OfferAsync(replacement, cancellation).ConfigureAwait(false);
            return replacement;
        }
        catch (MarginException failure) when (IsTransient(failure))
        {
            return stuck;
        }
    }

    /// <summary>
    /// Repeats a mined revert as a call: before its block, as if it had come first in it, then on top of it, with its
    /// time. The reason stays unnamed when neither reverts.
    /// </summary>
    private async Task<RevertReason> ExplainAsync(
        CallRequest message, TransactionReceipt receipt, RevertDecoder reverts, CancellationToken cancellation)
    {
        ulong[] heights = receipt.BlockNumber == 0 ? [0] : [receipt.BlockNumber - 1, receipt.BlockNumber];
        foreach (ulong height in heights)
        {
            CallOutcome outcome =
                await node.CallAsync(message, BlockReference.At(height), cancellation).ConfigureAwait(false);
            if (outcome.Reverted)
            {
                return reverts.Decode(outcome.Data.Span);
            }
        }

        return reverts.Decode([]);
    }

    private static bool IsAboutNonce(JsonRpcError error) =>
        error.Message.Contains("nonce too", StringComparison.OrdinalIgnoreCase);

    private static bool IsTransient(MarginException failure) =>
        failure.Code is ErrorCode.NodeUnreachable or ErrorCode.ReplyMalformed;
}
