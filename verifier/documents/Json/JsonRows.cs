using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using Verifiable.Kernel;

namespace Verifiable.Documents.Json;

/// <summary>Lists of rows; where their order in JSON is free, brought into the order of the canonical rows.</summary>
internal static class JsonRows
{
    /// <summary>Reads the element that the cursor stands on.</summary>
    internal delegate TRow RowReader<TRow>(ref JsonCursor cursor);

    /// <summary>The elements of the array that the cursor stands on, each read by the function.</summary>
    internal static List<TRow> ReadRows<TRow>(this ref JsonCursor cursor, RowReader<TRow> read)
    {
        List<TRow> rows = [];
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            rows.Add(read(ref cursor));
        }

        return rows;
    }

    /// <summary>
    /// The rows in ascending order. Called on the array that the cursor has just left; of two equal rows the second is
    /// refused with its own place.
    /// </summary>
    internal static ImmutableArray<TRow> Sort<TRow>(
        this ref JsonCursor cursor, List<TRow> rows, Comparison<TRow> order, Func<TRow, string> name)
    {
        int[] indices = SortedIndices(rows, order);
        ImmutableArray<TRow>.Builder sorted = ImmutableArray.CreateBuilder<TRow>(rows.Count);
        for (int i = 0; i < indices.Length; i++)
        {
            TRow row = rows[indices[i]];
            if (i > 0 && order(sorted[i - 1], row) == 0)
            {
                string second = indices[i].ToString(CultureInfo.InvariantCulture);
                cursor.RefuseAt(second, ErrorCode.RowDuplicate, name(row), "each row once");
            }

            sorted.Add(row);
        }

        return sorted.MoveToImmutable();
    }

    /// <summary>The order that sorts the rows; equal rows keep theirs.</summary>
    internal static int[] SortedIndices<TRow>(List<TRow> rows, Comparison<TRow> order)
    {
        int[] indices = new int[rows.Count];
        for (int i = 0; i < indices.Length; i++)
        {
            indices[i] = i;
        }

        Array.Sort(indices, (left, right) =>
        {
            int byRow = order(rows[left], rows[right]);
            return byRow != 0 ? byRow : left.CompareTo(right);
        });
        return indices;
    }
}
