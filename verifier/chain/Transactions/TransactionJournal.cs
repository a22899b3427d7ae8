using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Verifiable.Attestation.Encoding;
using Verifiable.Documents.Files;
using Verifiable.Kernel;

namespace Verifiable.Chain.Transactions;

/// <summary>
/// Signed transactions that are not known to be mined, one in hexadecimal a line. A transaction is written before it is
/// sent, so that a process that dies offers the same bytes again instead of signing new ones.
/// </summary>
public sealed class TransactionJournal(string file)
{
    private readonly Lock _lock = new();

    /// <summary>The transactions, oldest first.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.FileUnreadable"/>, or <see cref="ErrorCode.TransactionMalformed"/> for a damaged line.
    /// </exception>
    public IReadOnlyList<SignedTransaction> Read()
    {
        lock (_lock)
        {
            return [.. Lines().Select(line => Eip1559Transaction.Decode(Bytes(line)))];
        }
    }

    /// <summary>Keeps a transaction.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.FileUnwritable"/>.</exception>
    public void Add(SignedTransaction transaction)
    {
        lock (_lock)
        {
            Replace([.. Lines(), Convert.ToHexStringLower(transaction.Raw.Span)]);
        }
    }

    /// <summary>Forgets a transaction; one that is not kept is no fault.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.FileUnwritable"/>.</exception>
    public void Remove(SignedTransaction transaction)
    {
        string settled = Convert.ToHexStringLower(transaction.Raw.Span);
        lock (_lock)
        {
            Replace([.. Lines().Where(line => line != settled)]);
        }
    }

    private byte[] Bytes(string line)
    {
        byte[] bytes = new byte[line.Length / 2];
        bool whole = line.Length % 2 == 0
            && Convert.FromHexString(line, bytes, out _, out _) == System.Buffers.OperationStatus.Done;
        return whole
            ? bytes
            : throw new MarginException(ErrorCode.TransactionMalformed, file, "line", line, "whole hexadecimal bytes");
    }

    private string[] Lines()
    {
        try
        {
            return File.Exists(file) ? File.ReadAllLines(file) : [];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new MarginException(ErrorCode.FileUnreadable, file, string.Empty, failure.Message, "a readable file");
        }
    }

    private void Replace(string[] lines) =>
        AtomicFile.Write(file, Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => $"{line}\n"))));
}
