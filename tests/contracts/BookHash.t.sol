// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Test} from "./support/Test.sol";
import {BookHash} from "../../contracts/BookHash.sol";
import {Balance, MarginTags, Row} from "../../contracts/interfaces/IMarginTypes.sol";

contract BookHashTests is Test {
    function rowsHash(Row[] calldata rows) external pure returns (bytes32) {
        return BookHash.rowsHash(rows);
    }

    function test_RowsHash_TwoRows_IsTheHashOfTheirWords() public view {
        Row[] memory rows = new Row[](2);
        rows[0] = Row("first", "packed first");
        rows[1] = Row("second", "packed second");

        bytes32 expected = keccak256(
            abi.encode(
                keccak256("VM1.ROWS"),
                2,
                bytes32("first"),
                bytes32("packed first"),
                bytes32("second"),
                bytes32("packed second")
            )
        );
        assertEq(this.rowsHash(rows), expected, "rowsHash");
    }

    function test_RowsHash_NoRows_IsTheHashOfTagAndZero() public view {
        assertEq(this.rowsHash(new Row[](0)), keccak256(abi.encode(keccak256("VM1.ROWS"), 0)), "rowsHash");
    }

    function testFuzz_RowsHash_AnyRows_IsTheHashOfTheirWords(Row[] calldata rows) public view {
        bytes memory words = abi.encode(keccak256("VM1.ROWS"), rows.length);
        for (uint256 i = 0; i < rows.length; ++i) {
            words = bytes.concat(words, rows[i].instrument, rows[i].packed);
        }
        assertEq(this.rowsHash(rows), keccak256(words), "rowsHash");
    }

    function test_CollateralHash_TwoAssets_PacksAmountsHigh() public pure {
        Balance[] memory balances = new Balance[](2);
        (balances[0], balances[1]) = (Balance("ETH", 1e8), Balance("USDC", 250_000e8));

        bytes32 expected = keccak256(
            abi.encode(
                keccak256("VM1.COLLATERAL"),
                2,
                bytes32("ETH"),
                uint256(1e8) << 128,
                bytes32("USDC"),
                uint256(250_000e8) << 128
            )
        );
        assertEq(BookHash.collateralHash(balances), expected, "collateralHash");
    }

    function test_CollateralHash_None_IsTheHashOfTagAndZero() public pure {
        assertEq(
            BookHash.collateralHash(new Balance[](0)),
            keccak256(abi.encode(keccak256("VM1.COLLATERAL"), 0)),
            "collateralHash"
        );
    }

    function test_BookHash_Words_AreTagConsumerAccountRowsCollateral() public pure {
        bytes32 expected = keccak256(
            abi.encode(keccak256("VM1.BOOK"), uint256(0xC0), bytes32("account"), bytes32("rows"), bytes32("collateral"))
        );
        assertEq(BookHash.bookHash(address(0xC0), "account", "rows", "collateral"), expected, "bookHash");
    }

    function test_ModelId_Words_AreTagEngineParametersScenarios() public pure {
        bytes32 expected = keccak256(abi.encode(keccak256("VM1.MODEL"), bytes32("e"), bytes32("p"), bytes32("s")));
        assertEq(BookHash.modelId("e", "p", "s"), expected, "modelId");
    }

    /// @notice Two tags alike would let one kind of preimage pass as another.
    function test_Tags_AreDistinct() public pure {
        bytes32[19] memory tags = [
            MarginTags.ENGINE,
            MarginTags.PARAMETERS,
            MarginTags.SCENARIOS,
            MarginTags.MARKET,
            MarginTags.SECTION,
            MarginTags.BOOK,
            MarginTags.ROWS,
            MarginTags.COLLATERAL,
            MarginTags.RESULT,
            MarginTags.TOTALS,
            MarginTags.BUNDLE,
            MarginTags.MODEL,
            MarginTags.INPUTS,
            MarginTags.SIGNERS,
            MarginTags.SESSION,
            MarginTags.ORDER,
            MarginTags.LEAF,
            MarginTags.NODE,
            MarginTags.PAD
        ];
        for (uint256 i = 0; i < 19; ++i) {
            for (uint256 j = 0; j < i; ++j) {
                assertTrue(tags[i] != tags[j], "distinct");
            }
        }
    }
}
