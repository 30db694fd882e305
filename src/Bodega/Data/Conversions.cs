using Bodega.Kernel;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Bodega.Data;

/// <summary><see cref="Money"/> in a column: ten-thousandths.</summary>
internal sealed class MoneyConversion() : ValueConverter<Money, long>(money => money.TenThousandths, stored => new Money(stored));

/// <summary>An instant in a column: microseconds since 1970.</summary>
internal sealed class InstantConversion()
    : ValueConverter<DateTimeOffset, long>(instant => Instants.ToMicroseconds(instant), stored => Instants.FromMicroseconds(stored));
