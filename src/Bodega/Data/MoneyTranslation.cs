using System.Linq.Expressions;
using Bodega.Kernel;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Bodega.Data;

/// <summary>Lets a query sum and compare money: <see cref="Money.InTenThousandths"/> becomes the stored column itself.</summary>
internal static class MoneyTranslation
{
    private static readonly LongTypeMapping Stored = new("bigint");

    public static void Apply(ModelBuilder model) =>
        model.HasDbFunction(typeof(Money).GetMethod(nameof(Money.InTenThousandths))!) // it is there: nameof
            .HasTranslation(arguments => new SqlUnaryExpression(ExpressionType.Convert, arguments[0], typeof(long), Stored))
            .HasParameter("money").HasStoreType("bigint");
}
