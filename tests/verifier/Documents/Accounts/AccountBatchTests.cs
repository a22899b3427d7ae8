using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using Verifiable.Documents;
using Verifiable.Tests.Verifier.Chain.Rpc;
using Verifiable.Tests.Verifier.Margin;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Verifier.Documents.Accounts;

/// <summary>
/// A batch of many accounts takes no more memory than one of some thousand. Alone, since the process's memory is
/// everybody's.
/// </summary>
[Collection(nameof(MeasuredAlone))]
public sealed class AccountBatchTests(ITestOutputHelper output)
{
    private const int Books = 50_000;
    private const long SlackBytes = 2 << 20;

    [Fact]
    public void Run_ManyBooks_HoldsNoMoreMemoryThanSome()
    {
        byte[] document = BookDocument.Write(new BookDocument(
            ChainMarket.Book(25_000_000_000, "240126-2400-C -10"), ChainMarket.Asset("USD"), []));
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(
            JsonSerializer.Deserialize<JsonElement>(document)), (byte)'\n'];
        AccountBatch batch = new(
            ChainMarket.Committed,
            ChainMarket.Profile.Model,
            ChainMarket.Profile.Scenarios,
            threads: 2,
            static (_, _) => { });
        List<long> held = [];
        using Stream books = new RepeatedStream(line, Books);

        BatchTotals totals = batch.Run(
            books, "books", Stream.Null, () => held.Add(GC.GetTotalMemory(true)), CancellationToken.None);

        output.WriteLine($"{totals.Accounts} accounts, bytes held: {string.Join(", ", held)}");
        Assert.Equal(Books, totals.Accounts);
        Assert.True(held.Count > 5);
        Assert.InRange(held.Skip(2).Max(), 0, held[1] + SlackBytes);
    }
}
