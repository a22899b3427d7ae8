using Verifiable.Documents.Json;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>Lists of ranges: a rule that shocks nothing would ask for no margin.</summary>
internal static class RangeRows
{
    internal static void RequireAny(ref JsonCursor cursor, int count)
    {
        if (count == 0)
        {
            cursor.Refuse(ErrorCode.RowCountOutOfRange, "0", "at least one underlying");
        }
    }
}
