using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Verifiable.Documents.Json;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>Lists of ranges, one for an underlying: a rule that shocks nothing would ask for no margin.</summary>
internal static class RangeRows
{
    internal static ImmutableArray<T> Read<T>(
        ref JsonCursor cursor, JsonRows.RowReader<T> read, Func<T, UnderlyingId> underlyingOf)
    {
        List<T> ranges = cursor.ReadRows(read);
        if (ranges.Count == 0)
        {
            cursor.Refuse(ErrorCode.RowCountOutOfRange, "0", "at least one underlying");
        }

        return cursor.Sort(
            ranges,
            (left, right) => underlyingOf(left).Letters.CompareTo(underlyingOf(right).Letters),
            range => underlyingOf(range).ToString());
    }
}
